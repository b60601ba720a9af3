import { configError, didYouMean, type InputIssue } from "../../base/index.ts"
import { deskGoals } from "../../incident/index.ts"
import {
  buildReport,
  createPeriod,
  previousPeriod,
  samePeriodLastYear,
  type GroupPair,
  type Period,
  type Report,
  type ReportQuestion,
} from "../../report/index.ts"
import type { ReachTest } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { notesOfDesk } from "./report-notes.ts"

/**
 * Counts a period and, if asked, another beside it; every count is made where the data is.
 *
 * @param reach - of who reads; undefined: everything
 */
export async function report(context: DeskContext, question: ReportQuestion, reach: readonly ReachTest[] | undefined): Promise<Report> {
  const period = createPeriod(question.period)
  const { calendar, where, tables } = question
  checkIds(context, question)
  const compared = comparedPeriod(period, question.compareWith)
  const at = question.at ?? context.clock.now()
  return buildReport({
    period,
    compared,
    at,
    now: context.clock.now(),
    calendar,
    where,
    reach,
    tables,
    goals: [...new Set([...deskGoals, ...context.policies.map(({ goal }) => goal)])],
    groups: groupsOf(context),
    notes: await notesOfDesk(context, period, compared, at),
    figures: (query) => context.storage.counts.figures(query),
  })
}

function comparedPeriod(period: Period, choice: ReportQuestion["compareWith"]): Period | null {
  if (choice === undefined) return null
  if (choice === "previous") return previousPeriod(period)
  if (choice === "year-before") return samePeriodLastYear(period)
  return createPeriod(choice)
}

function groupsOf({ topics, routing }: DeskContext): Readonly<Record<"topicGroup" | "authorityKind" | "territory", readonly GroupPair[]>> {
  const parents = new Map(routing.territories.map(({ id, parentId }) => [id, parentId]))
  const above = (id: string): readonly string[] => {
    const found: string[] = []
    for (let at: string | undefined = id; at !== undefined && !found.includes(at); at = parents.get(at)) found.push(at)
    return found
  }
  return {
    topicGroup: topics.flatMap(({ id, group }): readonly GroupPair[] => (group === undefined ? [] : [[id, group]])),
    authorityKind: routing.authorities.map(({ id, kind }): GroupPair => [id, kind]),
    territory: routing.territories.flatMap(({ id }) => above(id).map((upper): GroupPair => [id, upper])),
  }
}

/** An id that the desk does not know would give zeros, and nobody would see why. */
function checkIds({ topics, routing }: DeskContext, { where = {} }: ReportQuestion): void {
  const known = {
    topics: topics.map(({ id }) => id),
    territoryIds: routing.territories.map(({ id }) => id),
    authorityIds: routing.authorities.map(({ id }) => id),
  }
  const issues = Object.entries(known).flatMap(([name, ids]): readonly InputIssue[] =>
    (where[name as keyof typeof known] ?? []).flatMap((id, index) =>
      ids.includes(id) ? [] : [{ path: `where.${name}[${index}]`, message: `there is no "${id}"${didYouMean(id, ids)}` }],
    ),
  )
  if (issues.length > 0) throw configError("desk.report", issues)
}
