import * as z from "zod"
import { DeskError, readOptions, type Instant } from "../../base/index.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { applyTo, changeOf } from "../transact/change.ts"
import { transact } from "../transact/transact.ts"
import { findByCode } from "./code.ts"

/** The answer to a survey. */
export interface SurveyAnswer {
  /** As `desk.statusCode` gives it, from the link. */
  readonly code: string
  /** 1 to 5, 5 the best. */
  readonly score: number
  /** Whether the problem is gone; absent: not said. */
  readonly isFixed?: boolean
}

const answerSchema = z.strictObject({ code: z.string().max(100), score: z.int().min(1).max(5), isFixed: z.boolean().optional() })

/** What a survey's answer came to. */
export interface SurveyRecorded {
  /** False: there is an answer of this cycle already, and it stays. */
  readonly isNew: boolean
}

/** Writes an answer down, the first of each cycle. */
export async function recordSurvey(context: DeskContext, input: SurveyAnswer): Promise<SurveyRecorded> {
  const { code, score, isFixed = null } = readOptions(answerSchema, input, "recordSurvey")
  const found = await findByCode(context, code)
  if (found === undefined) throw new DeskError("not-found", "there is no such code", { id: "" })
  const { incidentId } = found.incident
  const { result } = await transact(context, async (changes) => {
    const change = await changeOf(context, changes, incidentId)
    const now = context.clock.now()
    const at: Instant = now < change.latest ? change.latest : now
    const events = applyTo(change, { type: "answer-survey", at, by: deskActor, score, isFixed })
    return { result: { isNew: events.length > 0 }, stamp: { at, by: deskActor, incidentId } }
  })
  return result
}
