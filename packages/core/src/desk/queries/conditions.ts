import * as z from "zod"
import { addMinutes, configError, didYouMean, instantSchema, readOptions, type InputIssue, type Instant } from "../../base/index.ts"
import { legalCommands } from "../../incident/index.ts"
import { answeredByHand, findMetric, hasStandingReply, movers } from "../../report/index.ts"
import { pageLimit, type CaseFilter, type LabelTest } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import type { CaseConditions, DueCondition } from "./case-conditions.ts"

const everyStatus = Object.keys(legalCommands).filter((status) => status !== "none")
const flag = z.boolean("true or false was expected").optional()
const some = <Item extends z.ZodType>(item: Item) =>
  z.array(item, "a list was expected").min(1, "an absent list finds everything; an empty one would find nothing").optional()
const names = some(z.string("a text was expected").min(1))
const range = z.strictObject({ from: instantSchema.optional(), to: instantSchema.optional() }).optional()

const metricName = z.string().refine((id) => findMetric(id) !== undefined, "a number of a report was expected")

/** The fields of {@link CaseConditions}, each once: one that is added fails to compile until it is listed here. */
const conditionFields = {
  numbers: z.array(z.int().min(1)).min(1).max(pageLimit).optional(),
  messageKey: z.string().min(1).optional(),
  external: z.string().min(1).optional(),
  open: flag,
  statuses: some(z.enum(everyStatus)),
  waitsFor: z.enum(movers).optional(),
  intake: some(z.enum(["network", "hand", "import"])),
  topics: names,
  topicGroups: names,
  kinds: some(z.enum(["problem", "question", "suggestion", "thanks"])),
  importance: some(z.enum(["normal", "raised"])),
  problems: some(z.enum(["unknown", "planned", "fix-claimed", "fix-confirmed", "explained", "cannot-fix", "not-competent", "refuted"])),
  closings: some(z.enum(["author-satisfied", "no-objection", "decision"])),
  territoryIds: names,
  withParts: flag,
  authorityIds: names,
  executorIds: names,
  unowned: flag,
  networks: names,
  communities: names,
  rules: names,
  tags: z.strictObject({ all: names, any: names, none: names }).optional(),
  mentioned: names,
  registered: range,
  published: range,
  closed: range,
  updated: range,
  due: z.strictObject({ goals: names, before: instantSchema.optional(), after: instantSchema.optional(), overdue: flag }).optional(),
  authorWaits: flag,
  answeredByHand: flag,
  standingReply: flag,
  repeats: flag,
  reopened: flag,
  text: z.string().min(1).max(500).optional(),
  in: some(z.enum(["messages", "notes"])),
  metric: z
    // The period of a number is taken as a report gives it, with its zone and its days.
    .strictObject({ id: metricName, period: z.object({ from: instantSchema, to: instantSchema }), at: instantSchema })
    .optional(),
} satisfies Readonly<Record<keyof CaseConditions, z.ZodType>>

/** {@link CaseConditions} as a host gives them. */
export const conditionsSchema = z.strictObject(conditionFields)

/**
 * Reads conditions that a host gave.
 *
 * @param what - the call, as messages name it
 * @throws DeskError `config` with every issue, and with what was probably meant
 */
export function readConditions(context: DeskContext, what: string, given: CaseConditions): CaseConditions {
  const where = readOptions<z.ZodType>(conditionsSchema, given, what) as CaseConditions
  const issues = [...unknownNames(context, where)]
  if (where.withParts !== undefined && where.territoryIds === undefined)
    issues.push({ path: "withParts", message: "`territoryIds` were expected beside it" })
  if (where.in !== undefined && where.text === undefined) issues.push({ path: "in", message: "`text` was expected beside it" })
  if (issues.length > 0) throw configError(what, issues)
  return where
}

/** Names that the desk's own data does not have: they would find nothing, and nobody would notice. */
function unknownNames({ topics, tags, routing }: DeskContext, where: CaseConditions): readonly InputIssue[] {
  const check = (path: string, list: readonly string[] | undefined, known: readonly string[]): readonly InputIssue[] =>
    (list ?? []).flatMap((name, index) =>
      known.includes(name) ? [] : [{ path: `${path}[${index}]`, message: `there is no "${name}"${didYouMean(name, known)}` }],
    )
  return [
    ...(topics.length === 0
      ? []
      : check(
          "topics",
          where.topics,
          topics.map(({ id }) => id),
        )),
    ...check(
      "topicGroups",
      where.topicGroups,
      topics.flatMap(({ group }) => group ?? []),
    ),
    ...check(
      "territoryIds",
      where.territoryIds,
      routing.territories.map(({ id }) => id),
    ),
    ...check(
      "authorityIds",
      where.authorityIds,
      routing.authorities.map(({ id }) => id),
    ),
    ...(["all", "any", "none"] as const).flatMap((how) =>
      check(
        `tags.${how}`,
        where.tags?.[how],
        tags.map(({ id }) => id),
      ),
    ),
  ]
}

/**
 * Conditions as a storage takes them, without their words; null where they can hold for nothing.
 *
 * @param where - checked
 * @param now - by which overdue is judged
 */
export function filterOf(context: DeskContext, where: CaseConditions, now: Instant): CaseFilter | null {
  const { waitsFor, topicGroups, withParts, due, answeredByHand: byHand, standingReply: standing, text: _, in: __, ...rest } = where
  const { messageKey, external, communities, rules, tags, mentioned, topics: asked, territoryIds, ...plain } = rest
  const topics = topicsOf(context, asked, topicGroups)
  if (topics !== undefined && topics.length === 0) return null
  const territories = withParts === true ? partsOf(context, territoryIds ?? []) : territoryIds
  const labels: LabelTest[] = [
    ...(messageKey === undefined ? [] : [{ kind: "message" as const, values: [messageKey] }]),
    ...(external === undefined ? [] : [{ kind: "external" as const, values: [external] }]),
    ...(communities === undefined ? [] : [{ kind: "community" as const, values: communities }]),
    ...(rules === undefined ? [] : [{ kind: "rule" as const, values: rules }]),
    ...(mentioned === undefined ? [] : [{ kind: "mention" as const, values: mentioned }]),
    ...signOf(answeredByHand, byHand),
    ...signOf(hasStandingReply, standing),
    ...(tags?.all ?? []).map((tag) => ({ kind: "tag" as const, values: [tag] })),
    ...(tags?.any === undefined ? [] : [{ kind: "tag" as const, values: tags.any }]),
    ...(tags?.none === undefined ? [] : [{ kind: "tag" as const, values: tags.none, not: true as const }]),
  ]
  return {
    ...plain,
    ...(waitsFor === undefined ? {} : { waitsFor: [waitsFor] }),
    ...(topics === undefined ? {} : { topics }),
    ...(territories === undefined ? {} : { territoryIds: territories }),
    ...(due === undefined ? {} : { due: runningOf(due, now) }),
    ...(labels.length === 0 ? {} : { labels }),
  }
}

function signOf(sign: string, has: boolean | undefined): readonly LabelTest[] {
  return has === undefined ? [] : [{ kind: "sign", values: [sign], ...(has ? {} : { not: true }) }]
}

/** Topics by their ids, and those of groups; undefined where neither is asked for. */
export function topicsOf(
  { topics }: Pick<DeskContext, "topics">,
  asked?: readonly string[],
  groups?: readonly string[],
): readonly string[] | undefined {
  if (groups === undefined) return asked
  const grouped = topics.filter(({ group }) => group !== undefined && groups.includes(group)).map(({ id }) => id)
  return asked === undefined ? grouped : grouped.filter((id) => asked.includes(id))
}

/** Territories with everything inside them. */
export function partsOf({ routing }: Pick<DeskContext, "routing">, territoryIds: readonly string[]): readonly string[] {
  const found = new Set(territoryIds)
  for (let size = 0; size < found.size;) {
    size = found.size
    for (const { id, parentId } of routing.territories) if (parentId !== undefined && found.has(parentId)) found.add(id)
  }
  return [...found]
}

/** The term that ends now has passed: nothing that is published from now on keeps it. */
function runningOf({ goals, before, after, overdue }: DueCondition, now: Instant): NonNullable<CaseFilter["due"]> {
  const afterNow = addMinutes(now, 1 / 60_000)
  const ends = [before, ...(overdue === true ? [afterNow] : [])].filter((moment) => moment !== undefined)
  const starts = [after, ...(overdue === false ? [afterNow] : [])].filter((moment) => moment !== undefined)
  const [to, from] = [ends.toSorted()[0], starts.toSorted().at(-1)]
  return { ...(goals === undefined ? {} : { goals }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}
