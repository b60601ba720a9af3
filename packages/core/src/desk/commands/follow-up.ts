import * as z from "zod"
import { DeskError, readOptions, schemaOf, sha256, type Instant } from "../../base/index.ts"
import { decideWriting, type AuthorAct } from "../../incident/index.ts"
import type { ByHandWay, MessageKey } from "../../message/index.ts"
import type { ReplyFinding } from "../../reply/index.ts"
import { authorise } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { attach, factsOf } from "../intake/conversation.ts"
import { applyTo, type IncidentChange } from "../transact/change.ts"
import { activeIncidentOf } from "../transact/holders.ts"
import { claimOf, findClaims } from "../transact/message-claims.ts"
import { transact, type Decision } from "../transact/transact.ts"
import { byHandShape, enterByHand, keyByHand, registerOptionsSchema, type Entered, type RegisterOptions } from "./register.ts"

/** What somebody says or writes to the office itself about an incident that there is already. */
export interface FollowUp {
  /** How the person reached the office. */
  readonly from: ByHandWay
  /** What was said or written. */
  readonly text: string
  /** When it came. Default: now. */
  readonly receivedAt?: Instant
  /** How to reach the person. It is sealed under the key ring, and only `desk.unsealAuthor` opens it. */
  readonly contact?: string
}

/** Checks a {@link FollowUp}. */
export const followUpSchema = schemaOf<FollowUp>()(z.strictObject(byHandShape))

/** What a later message came to. */
export interface FollowedUp {
  /** The incident in which it is worked on: the one that the named one was merged into, or that one. */
  readonly incidentId: string
  /** Its version now. */
  readonly version: number
  /** The message. */
  readonly messageKey: MessageKey
  /** `word`: an answer is expected; `answer`: to our question, which waits no more; `thanks`: nobody waits. */
  readonly act: AuthorAct
  /** A closed incident was opened again, by the desk's rules of conversations (`handling.conversation`). */
  readonly isReopened: boolean
  /** This idempotency key was there before: nothing was changed. */
  readonly known: boolean
  /** Personal data that the host's lint (`replies.lint`) finds in the text: better left out. */
  readonly findings: readonly ReplyFinding[]
}

/**
 * Adds what somebody said later to an incident, as the author's own word: stored, answered by its clock, and once for
 * each key.
 */
export async function followUp(context: DeskContext, incidentId: string, input: FollowUp, given: RegisterOptions): Promise<FollowedUp> {
  const request = readOptions(followUpSchema, input, "followUp")
  const { actor, idempotencyKey } = readOptions(registerOptionsSchema, given, "followUp options")
  await context.authorKeys.check()
  const messageKey = keyByHand(request.from, idempotencyKey)
  const claim = { key: `command:${idempotencyKey}`, work: `${incidentId} ${sha256(JSON.stringify(request)).slice(0, 32)}` }
  const { result } = await transact(context, async (changes): Promise<Decision<FollowedUp>> => {
    const at = context.clock.now()
    const claims = await findClaims(context, { messages: [messageKey], others: [claim.key] })
    const work = claims.others.get(claim.key)
    if (work !== undefined && work !== claim.work) {
      throw new DeskError("duplicate", "idempotencyKey: the key did other work; every message that is added takes a key of its own", {
        keys: [claim.key],
      })
    }
    const change = await activeIncidentOf(context, changes, incidentId)
    await authorise(context, actor, { type: "register", incidentId }, change.incident)
    const stamp = { at, by: actor, incidentId }
    if (work !== undefined) return { result: { ...resultOf(change, messageKey), known: true, findings: [] }, stamp }
    const entered = enterByHand(context, request, { key: messageKey, at, what: "followUp" })
    add(context, change, entered, { at, by: actor })
    const own = claimOf(messageKey, change.incident.incidentId, claims)
    return {
      result: { ...resultOf(change, messageKey), known: false, findings: entered.findings },
      unit: {
        releases: own.releases,
        claims: [...own.claims, { key: claim.key, incidentId: claim.work }],
        messages: [entered.message],
        sealedAuthors: entered.sealedAuthors,
      },
      stamp,
    }
  })
  return result
}

/**
 * As the rule of conversations has it of the author; where it would open another incident the person was told of this
 * one, and it stays here.
 */
function add(
  context: DeskContext,
  change: IncidentChange,
  { incoming, message: { origin } }: Entered,
  { at, by }: { readonly at: Instant; readonly by: RegisterOptions["actor"] },
): void {
  const { key: messageKey, publishedAt } = incoming
  const matches = context.matcher.match(incoming)
  const writing = decideWriting(factsOf(context, { message: incoming, matches, origin }, { isAuthor: true }, change, at))
  const act = writing === "thanks" || writing === "answer" ? writing : "word"
  const of = change.incident.messages.find(({ role }) => role === "complaint")?.messageKey ?? null
  const isReopened = writing === "reopen"
  attach(context, change, { messageKey, publishedAt, act, of, under: of, matched: matches.length > 0 }, isReopened, at, by)
  if (!("registeredAt" in change.incident)) return
  if (act === "answer") {
    applyTo(change, { type: "end-wait", at, by, cause: "author-replied", resumptions: context.planner.onResumed(change.incident, at) })
  }
  if (isReopened) applyTo(change, { type: "reopen", at, by, cause: "repeat", clocks: context.planner.onReopened(change.incident, at) })
}

function resultOf({ incident, before, expectedVersion, events }: IncidentChange, messageKey: MessageKey) {
  const act = incident.messages.find((message) => message.messageKey === messageKey)?.act ?? "word"
  const isReopened = before.status === "closed" && incident.status === "reopened"
  return { incidentId: incident.incidentId, version: expectedVersion + events.length, messageKey, act, isReopened }
}
