import { instantToMillis, millisToInstant, type IncidentKind, type Instant } from "@otklik/core"
import type { PastIncident, PastStep } from "@otklik/core/desk"
import type { ClosingReason, Outcome } from "@otklik/core/incident"
import type { MappedField } from "../mapping.ts"
import type { MappedRow } from "./read-row.ts"

/** A moment of a row that was read otherwise than it was written. */
export interface OddTime {
  /** The row of the table, from 1. */
  readonly row: number
  /** The heading of the column. */
  readonly column: string
  /**
   * `gap`, `fold`: a change of clocks; `before-creation`: an answer or an end before the beginning counts at it;
   * `without-moment`: a later answer of which the table has no moment counts at the last one that it has.
   */
  readonly why: "gap" | "fold" | "before-creation" | "without-moment"
}

/** The result of a row. */
export interface RowPast {
  /** Null where the row has errors. */
  readonly past: Omit<PastIncident, "sum"> | null
  readonly odd: readonly OddTime[]
  /** When the present owner or executor was named; null where the table does not say. */
  readonly assignedAt: Instant | null
}

/** An answer as a row has it. */
interface RowAnswer {
  readonly at: Instant
  readonly text: string
  readonly submittedAt?: Instant
  readonly approvedAt?: Instant
}

const networks: Readonly<Record<string, string>> = {
  "vk.com": "vk",
  "vk.ru": "vk",
  "ok.ru": "ok",
  "t.me": "telegram",
  "telegram.me": "telegram",
  "facebook.com": "facebook",
  "instagram.com": "instagram",
  "x.com": "x",
  "twitter.com": "x",
}

/** The network of a link, by its host; of one that is not known the system itself. */
export function networkOfUrl(url: string | null, system: string): string {
  const host = url === null || !URL.canParse(url) ? "" : new URL(url).hostname.replace(/^(?:www|m)\./, "")
  return networks[host] ?? system
}

/** The id that the link of an author names: the number of VK and OK, else the last part of the path. */
export function authorOfUrl(url: string): string | undefined {
  const last = URL.canParse(url) ? new URL(url).pathname.split("/").findLast((part) => part !== "") : undefined
  return last === undefined ? undefined : (/^id(\d+)$/.exec(last)?.[1] ?? last)
}

/** Where a value is one of a list, it; else undefined. */
function oneOf<const Words extends readonly string[]>(word: string | null, words: Words): Words[number] | undefined {
  return words.find((one) => one === word)
}

const kinds: readonly IncidentKind[] = ["problem", "question", "suggestion", "thanks"]
const reasons: readonly ClosingReason[] = ["author-satisfied", "no-objection", "decision"]

/** Makes the history of an incident out of a row. */
export function pastOfRow(row: MappedRow, system: string): RowPast {
  const id = row.text("externalId")?.trim() ?? null
  if (id === null) row.fail("externalId", "missing", "an id was expected")
  const registeredAt = row.moment("registeredAt")
  if (registeredAt === null && row.errors.every(({ code }) => code !== "not-a-date"))
    row.fail("registeredAt", "missing", "a moment of creation was expected")
  const odd: OddTime[] = []
  const at = (field: MappedField): Instant | null => {
    const found = row.moment(field)
    if (found === null || registeredAt === null || found >= registeredAt) return found
    odd.push({ row: row.row, column: row.columnOf(field), why: "before-creation" })
    return registeredAt
  }
  const answers = answersOf(row, at, odd)
  const assignedAt = at("assignedAt")
  const closedAt = at("closedAt")
  const windowAt = at("windowOpenedAt")
  const [start, ...later] = [
    registration(row, registeredAt ?? ""),
    ...stepsOf(row, { answers, assignedAt, closedAt, windowAt, registeredAt }),
  ]
  const message = messageOf(row, system, registeredAt ?? "")
  odd.push(...row.odd.map((one) => ({ row: row.row, ...one })))
  if (row.errors.length > 0 || id === null || start === undefined) return { past: null, odd, assignedAt }
  const steps = [start, ...later.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))]
  return { past: { id, number: row.text("externalNumber")?.trim() ?? null, message, steps }, odd, assignedAt }
}

/** The answers of a row, in their order; the last ones have no moment of their own in the table. */
function answersOf(row: MappedRow, at: (field: MappedField) => Instant | null, odd: OddTime[]): readonly RowAnswer[] {
  const [firstAt, ownAt, submittedAt] = [at("firstAnsweredAt"), at("ownAnsweredAt"), at("submittedAt")]
  const review = row.time("reviewTime")
  const drafted =
    submittedAt === null || ownAt === null || submittedAt > ownAt
      ? {}
      : { submittedAt, ...(review === null ? {} : { approvedAt: earlier(plus(submittedAt, review), ownAt) }) }
  const answers: RowAnswer[] = []
  const text = (field: MappedField): string => row.text(field) ?? ""
  if (firstAt !== null && firstAt !== ownAt) answers.push({ at: firstAt, text: text("firstAnswerText") })
  if (ownAt !== null) {
    const own = row.text("answer1") ?? (firstAt === ownAt ? text("firstAnswerText") : "")
    answers.push({ at: ownAt, text: own, ...drafted })
  }
  const last = at("windowOpenedAt")
  for (const field of ["answer2", "answer3"] as const) {
    const said = row.text(field)
    const before = answers.at(-1)
    if (said === null || before === undefined) continue
    odd.push({ row: row.row, column: row.columnOf(field), why: "without-moment" })
    answers.push({ at: last !== null && last > before.at ? last : before.at, text: said })
  }
  return answers.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

function registration(row: MappedRow, at: Instant): PastStep {
  const territoryId = row.value("settlement") ?? row.value("district") ?? row.value("region")
  const kind = oneOf(row.value("kind"), kinds) ?? "problem"
  return { type: "registered", at, kind, topic: row.value("topic"), territoryId }
}

interface Moments {
  readonly answers: readonly RowAnswer[]
  readonly registeredAt: Instant | null
  readonly assignedAt: Instant | null
  readonly closedAt: Instant | null
  readonly windowAt: Instant | null
}

function stepsOf(row: MappedRow, { answers, registeredAt, assignedAt, closedAt, windowAt }: Moments): readonly PastStep[] {
  const steps: PastStep[] = []
  const start = registeredAt ?? ""
  const [authorityId, executorId, step] = [row.value("authority"), row.value("executor"), row.value("step")]
  const tags = [...new Set(row.values("tags"))]
  if (tags.length > 0) steps.push({ type: "tagged", at: start, tags })
  const note = row.text("note")
  if (note !== null) steps.push({ type: "noted", at: start, text: note })
  // Named after the last answer it was somebody of the owner who had it before.
  const isLater = assignedAt !== null && answers.length > 0 && answers.every((answer) => answer.at < assignedAt)
  if (authorityId !== null) steps.push({ type: "assigned", at: isLater || assignedAt === null ? start : assignedAt, authorityId })
  if (assignedAt !== null && (executorId !== null || isLater)) steps.push({ type: "executor-named", at: assignedAt, executorId })
  const outcome = outcomeOf(row.value("outcome"))
  const isDone = closedAt !== null || step === "answered" || step === "closed"
  for (const [index, { at, text, ...drafted }] of answers.entries()) {
    const isLast = index === answers.length - 1
    const said =
      isLast && isDone ? ({ replyKind: "final", outcome } as const) : ({ replyKind: "interim", outcome: { value: "unknown" } } as const)
    steps.push({ type: "answered", at, text, ...drafted, ...said })
  }
  if (windowAt !== null) steps.push({ type: "window-opened", at: windowAt })
  const reason = oneOf(row.value("closing"), reasons) ?? "decision"
  if (closedAt !== null) steps.push({ type: "closed", at: closedAt, reason })
  return steps
}

function outcomeOf(word: string | null): Outcome | null {
  switch (word) {
    case "fix-claimed":
    case "explained":
      return { value: word }
    case "cannot-fix":
      return { value: word, reason: "" }
    case "not-competent":
      return { value: word, competent: "" }
    default:
      return null
  }
}

function messageOf(row: MappedRow, system: string, publishedAt: Instant): PastIncident["message"] {
  const url = row.text("url")?.trim() ?? null
  if (url !== null && !/^https?:\/\//i.test(url)) row.fail("url", "not-a-link", "an absolute http or https URL was expected")
  const author = row.text("authorId")?.trim() ?? authorOfUrl(row.text("authorUrl")?.trim() ?? "")
  const [audience, engagement] = [row.count("audience"), row.count("engagement")]
  const [name, street, house, object] = [row.text("placeName"), row.text("street"), row.text("house"), row.text("object")]
  const place = {
    ...(name === null ? {} : { name: name.trim() }),
    ...(street === null ? {} : { street: street.trim() }),
    ...(house === null ? {} : { house: house.trim() }),
    ...(object === null ? {} : { object: object.trim() }),
  }
  const reach = { ...(audience === null ? {} : { audience }), ...(engagement === null ? {} : { engagement }) }
  return {
    network: row.value("network") ?? networkOfUrl(url, system),
    url,
    text: row.text("text") ?? "",
    publishedAt: row.moment("publishedAt") ?? publishedAt,
    ...(author === undefined || author === "" ? {} : { authorId: author }),
    ...(Object.keys(place).length === 0 ? {} : { place }),
    ...(Object.keys(reach).length === 0 ? {} : { reach }),
  }
}

function plus(instant: Instant, millis: number): Instant {
  return millisToInstant(instantToMillis(instant) + millis)
}

function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other
}
