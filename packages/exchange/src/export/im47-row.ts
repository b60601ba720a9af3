import { goals, instantToMillis, type Calendar, type Instant } from "@otklik/core"
import { isAnswer, type ExistingIncident, type IncidentEventType, type PublishedReply } from "@otklik/core/incident"
import type { ExportedCase } from "@otklik/core/desk"
import { communityKeyOf } from "@otklik/core/connector"
import type { SheetCell } from "@otklik/report/spreadsheet"
import type { MappedField } from "../mapping.ts"
import { im47Columns, type CellKind } from "../im47/columns.ts"
import { closingWords, kindWords, outcomeWords, stepWords, yesNo } from "../im47/words.ts"
import { localText } from "../table/local-time.ts"
import type { CheckedTitles } from "./titles.ts"
import { workingTicks } from "./working-ticks.ts"

/** What the rows of an export are made with. */
export interface RowMaking {
  readonly zone: string
  readonly calendar: Calendar
  readonly titles: CheckedTitles
  readonly texts: boolean
  readonly notes: boolean
}

/** A value before it is a cell: a text, a number, a moment, or milliseconds of a length of time. */
type Value = string | number | null

/** Who got it last, and when. */
const handOvers: readonly IncidentEventType[] = ["incident-assigned", "owner-decided", "incident-transferred", "executor-named"]

/** An answer: of several messages the first publication counts. */
interface Answer extends Pick<PublishedReply, "publishedAt" | "replyKey" | "draftId"> {
  readonly text: string | null
  readonly hasPhoto: boolean
}

/**
 * One incident as a row of the 47 columns.
 *
 * @param found - the incident with everything that belongs to it
 * @param making - zone, calendar, titles, and whether texts and notes go along
 * @param authorUrl - who wrote it, where that is exported
 */
export function im47Row(found: ExportedCase, making: RowMaking, authorUrl: string | null): readonly SheetCell[] {
  const values = valuesOf(found, making, authorUrl)
  return im47Columns.map(({ field, cell }) => cellOf(values[field] ?? null, cell, making.zone))
}

function cellOf(value: Value, kind: CellKind, zone: string): SheetCell {
  if (value === null || value === "") return null
  switch (kind) {
    case "time":
      return typeof value === "number" ? { days: value / 86_400_000, format: "[hh]:mm:ss" } : null
    case "moment":
      return localText(zone, String(value))
    case "quoted":
      return `'${value}`
    case "number":
      return /^\d{1,15}$/.test(String(value)) ? Number(value) : value
    case "text":
      return value
  }
}

function valuesOf(found: ExportedCase, making: RowMaking, authorUrl: string | null): Partial<Record<MappedField, Value>> {
  const { incident, number, events, messages, drafts, notes } = found
  const { titles, texts } = making
  const registeredAt = "registeredAt" in incident ? incident.registeredAt : null
  const answers = answersOf(incident, drafts)
  const [first] = answers
  const assignedAt = events.findLast(({ type }) => handOvers.includes(type))?.at ?? null
  const own = answers.filter(({ publishedAt }) => assignedAt === null || publishedAt >= assignedAt)
  const review = reviewOf(found, assignedAt, own[0]?.publishedAt ?? null)
  const closure = "closure" in incident ? incident.closure : null
  const message = messages[0]
  const place = message?.place ?? null
  const textOf = (answer: Answer | undefined): Value => (texts ? (answer?.text ?? null) : null)
  return {
    office: titles.office ?? null,
    externalId: incident.external?.id ?? number,
    externalNumber: incident.external?.number ?? number,
    ...owners(found, titles),
    firstAnsweredAt: first?.publishedAt ?? null,
    firstAnswerText: textOf(first),
    firstAnswerTime: between(registeredAt, first?.publishedAt ?? null),
    firstAnswerWorkingTime:
      registeredAt === null || first === undefined ? null : workingTicks(making.calendar, registeredAt, first.publishedAt) * 60_000,
    assignedAt,
    ownAnsweredAt: own[0]?.publishedAt ?? null,
    ownReactionTime: between(assignedAt, review.submittedAt),
    ownInTime: inTime(incident, assignedAt, own[0]?.publishedAt ?? null),
    totalTime: between(registeredAt, closure?.at ?? null),
    submittedAt: review.submittedAt,
    reviewTime: review.millis,
    step: stepOf(incident, titles),
    registeredAt,
    closedAt: closure?.at ?? null,
    ...topicOf(incident, titles),
    ...territoryOf(incident, titles),
    street: place?.street ?? null,
    house: place?.house ?? null,
    object: place?.object ?? null,
    kind: "kind" in incident ? kindWords[incident.kind] : null,
    outcome: outcomeWords[incident.problem.value],
    replyHasMedia: answers.length === 0 ? null : word(answers.some(({ hasPhoto }) => hasPhoto)),
    messageHasMedia: word((message?.attachments.length ?? 0) > 0),
    url: message?.url ?? null,
    communityUrl: titles.communities[communityOf(message) ?? ""] ?? null,
    text: texts ? (message?.text ?? null) : null,
    answer1: textOf(own[0]),
    answer2: textOf(own[1]),
    answer3: textOf(own[2]),
    closing: closure === null ? null : closingWords[closure.reason],
    audience: message?.reach?.audience ?? null,
    engagement: message?.reach?.engagement ?? null,
    authorUrl,
    replyAccount: accountOf(first, titles),
    tags: incident.tags.map((tag) => titles.tags[tag] ?? tag).join(", "),
    note: making.notes ? notes.flatMap(({ text, inExport }) => (inExport === true ? (text ?? []) : [])).join("\n") : null,
    windowOpenedAt: events.findLast(({ type }) => type === "window-opened")?.at ?? null,
    surveySent: yesNo.no,
  }
}

function answersOf(incident: ExistingIncident, drafts: ExportedCase["drafts"]): readonly Answer[] {
  const answers = new Map<string, Answer>()
  const sorted = incident.replies.toSorted((one, other) => (one.publishedAt < other.publishedAt ? -1 : 1))
  for (const { draftId, replyKind, publishedAt, replyKey } of sorted) {
    if (!isAnswer(replyKind) || answers.has(draftId)) continue
    const draft = drafts.find((one) => one.draftId === draftId)
    answers.set(draftId, { draftId, publishedAt, replyKey, text: draft?.text ?? null, hasPhoto: (draft?.photos.length ?? 0) > 0 })
  }
  return [...answers.values()]
}

/** When the first draft since a hand-over was handed in, and how long drafts waited for approval up to the answer. */
function reviewOf(
  { events }: ExportedCase,
  since: Instant | null,
  answeredAt: Instant | null,
): { readonly submittedAt: Instant | null; readonly millis: number | null } {
  let submittedAt: Instant | null = null
  let waitsSince: Instant | null = null
  let millis: number | null = null
  for (const event of events) {
    if ((since !== null && event.at < since) || (answeredAt !== null && event.at > answeredAt)) continue
    if (event.type === "draft-submitted" && isAnswer(event.replyKind)) {
      submittedAt ??= event.at
      waitsSince = event.at
    } else if (waitsSince !== null && (event.type === "draft-approved" || event.type === "draft-returned")) {
      millis = (millis ?? 0) + (between(waitsSince, event.at) ?? 0)
      waitsSince = null
    }
  }
  return { submittedAt, millis }
}

function owners({ incident, events }: ExportedCase, titles: CheckedTitles): Partial<Record<MappedField, Value>> {
  if (!("owners" in incident)) return {}
  const owner = incident.assignment?.authorityId ?? incident.owners.at(-1)?.authorityId
  let executorId: string | null = null
  for (const event of events) {
    if (event.type === "executor-named" || event.type === "work-taken") executorId = event.executorId
    else if (handOvers.includes(event.type)) executorId = null
  }
  return {
    authority: owner === undefined ? null : (titles.authorities[owner] ?? owner),
    executor: executorId === null ? null : (titles.executors[executorId] ?? null),
  }
}

/** Whether the clock that ran from the hand-over was reached in time. */
function inTime({ clocks }: ExistingIncident, assignedAt: Instant | null, answeredAt: Instant | null): string {
  const clock = clocks.findLast(({ goal, startedAt }) => goal === goals.firstReply && startedAt === assignedAt)
  if (clock === undefined || answeredAt === null) return yesNo.none
  return answeredAt <= clock.dueAt ? yesNo.yes : yesNo.no
}

function stepOf({ status }: ExistingIncident, { steps }: CheckedTitles): string {
  const known = status === "closed" ? stepWords.closed : status === "replied-final" ? stepWords.answered : status
  return steps[status] ?? known
}

function topicOf(incident: ExistingIncident, titles: CheckedTitles): Partial<Record<MappedField, Value>> {
  const topic = "topic" in incident ? incident.topic : null
  if (topic === null) return {}
  return { topic: titles.topics[topic] ?? topic, topicGroup: titles.topicGroups[topic] ?? null }
}

/** Which column a part of the region is written in. */
const territoryFields: Readonly<Record<CheckedTitles["territories"][number]["kind"], MappedField>> = {
  region: "region",
  district: "district",
  "urban-okrug": "district",
  settlement: "settlement",
  "city-district": "settlement",
}

function territoryOf(incident: ExistingIncident, { territories }: CheckedTitles): Partial<Record<MappedField, Value>> {
  const fields: Partial<Record<MappedField, Value>> = {}
  const seen = new Set<string>()
  let id = "territory" in incident ? incident.territory.territoryId : null
  while (id !== null && !seen.has(id)) {
    seen.add(id)
    const wanted: string = id
    const found = territories.find((territory) => territory.id === wanted)
    if (found === undefined) return seen.size === 1 ? { settlement: wanted } : fields
    fields[territoryFields[found.kind]] ??= found.title
    id = found.parentId ?? null
  }
  return fields
}

function communityOf(message: ExportedCase["messages"][number] | undefined): string | null {
  return message === undefined ? null : communityKeyOf(message)
}

function accountOf(first: Answer | undefined, { accounts }: CheckedTitles): Value {
  const community = first === undefined ? null : communityKeyOf({ key: first.replyKey })
  return community === null ? null : (accounts[community] ?? community)
}

function between(from: Instant | null, to: Instant | null): number | null {
  return from === null || to === null ? null : instantToMillis(to) - instantToMillis(from)
}

function word(is: boolean): string {
  return is ? yesNo.yes : yesNo.no
}
