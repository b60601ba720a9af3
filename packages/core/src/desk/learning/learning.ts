import { addMinutes, configError, isDeskError, readOptions, type Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { StoredEvent } from "../../storage/index.ts"
import * as z from "zod"
import { authoriseReading } from "../access/authorise.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { count, readRequest } from "../options/request.ts"
import { withLease } from "../transact/lease.ts"
import { findMessageClaims } from "../transact/message-claims.ts"
import { decisionOf, deciding, type Decision } from "./decisions.ts"
import type { Learning, Opened } from "./memory.ts"
import type { Lesson, Suggestions } from "./suggester.ts"

/** What one call of `desk.learn` came to. */
export interface LearnResult {
  /** Events read. */
  readonly read: number
  /** Decisions learned. */
  readonly learned: number
  /** Whether there is more to read. */
  readonly more: boolean
}

/** Under which learned states are stored, and the lease of whoever writes them. */
const name = "suggester"
const leaseName = "otklik/suggester"

/** What is learned by others is read, and new decisions are learned, at most so often. Our choice. */
const everyMinutes = 1

/** How often a state that others write too is written anew. Our choice. */
const tries = 5

const batch = 500

function learningOf({ learning }: Pick<DeskContext, "learning">, call: string): Learning {
  if (learning !== undefined) return learning
  throw configError(call, [{ path: "suggester", message: "the desk has no suggester: hand one to createDesk" }])
}

const learnSchema = z.strictObject({ limit: count(1000).optional() })

/**
 * Reads the feed from where it was learned to, learns what people decided, and stores both at once. One worker at a
 * time; killed anywhere, the next one goes on from what is stored.
 */
export async function learn(context: DeskContext, given: { readonly limit?: number } = {}): Promise<LearnResult> {
  const learning = learningOf(context, "desk.learn")
  const { limit = batch } = readOptions(learnSchema, given, "desk.learn")
  const nothing: LearnResult = { read: 0, learned: 0, more: false }
  const done = await withLease(
    context,
    leaseName,
    async ({ lease }) => {
      const opened = await openStored(context, learning)
      const { position, model, isRead } = opened
      await remindOf(context, opened)
      const events = await context.storage.readEvents(isRead ? feedPosition(position) : null, limit)
      const last = events.at(-1)
      const lessons = await lessonsOf(context, events)
      const more = events.length === limit
      // What says nothing is read once more, so that a state of megabytes is not written for it.
      if (last === undefined || (lessons.length === 0 && !more)) {
        await context.storage.settle({ lease })
        return nothing
      }
      learning.known = null
      for (const lesson of lessons) model.learn(lesson)
      const next = last.position === position ? nextPosition(position) : last.position
      await write(context, learning, { model, position: next, expected: position, isReminded: true })
      await forgetErased(context, lessons)
      await context.storage.settle({ lease })
      return { read: events.length, learned: lessons.length, more }
    },
    "feed",
  )
  return done ?? nothing
}

/** Learns one batch, at most once a minute. What fails is reported, and ends nothing else. */
export async function learnNowAndThen(context: DeskContext): Promise<void> {
  const { learning, clock, eventBus } = context
  const now = clock.now()
  if (learning === undefined || (learning.learnedAt !== null && now < addMinutes(learning.learnedAt, everyMinutes))) return
  learning.learnedAt = now
  try {
    const { more } = await learn(context)
    if (more) learning.learnedAt = null
  } catch (error) {
    eventBus.emit("work-failed", { work: "feed", id: leaseName, error, nextTryAt: addMinutes(now, everyMinutes) })
  }
}

/** What an incident may be about, and whose it may be; undefined where there is no such incident. */
export async function suggest(context: DeskContext, incidentId: string, reader: ActorOptions): Promise<Suggestions | undefined> {
  const learning = learningOf(context, "desk.suggest")
  const { actor } = readRequest("actor", reader)
  const stored = await context.storage.get(incidentId)
  await authoriseReading(context, { actor }, "case", stored?.incident ?? null)
  if (stored === undefined) return undefined
  const [log] = await context.storage.load([incidentId])
  const decision = decisionOf(log?.events ?? [])
  if (decision === undefined) return undefined
  const [message] = await context.storage.read("message", [decision.messageKey])
  const now = context.clock.now()
  const isOld = learning.readAt === null || now >= addMinutes(learning.readAt, everyMinutes)
  const { model } = learning.known === null || isOld ? await openStored(context, learning) : learning.known
  learning.readAt = isOld ? now : learning.readAt
  return model.suggest({ text: message?.text ?? "", rules: decision.rules, territoryId: stored.facts.territoryId })
}

/**
 * Takes what was learned of messages out of what is stored, before their texts are erased. Where the erasure then
 * fails, less is known than might be, and nothing more.
 */
export async function forgetMessages(context: Pick<DeskContext, "storage" | "learning">, keys: readonly MessageKey[]): Promise<void> {
  const { learning, storage } = context
  if (learning === undefined || keys.length === 0) return
  const { incidents } = await findMessageClaims(context, keys)
  const named = new Set(keys)
  const lessons = (await lastLessons(context, [...new Set(incidents.values())])).filter(({ messageKey }) => named.has(messageKey))
  if (lessons.length === 0) return
  for (let attempt = 1; ; attempt += 1) {
    const stored = await storage.learned.readLearned(name)
    if (stored === undefined || stored.format !== learning.suggester.format) return
    const { position, model, isReminded } = await openStored({ storage }, learning)
    learning.known = null
    const changes = lessons.map((lesson) => model.forget(lesson))
    if (!changes.some(Boolean)) return
    try {
      await write({ storage }, learning, { model, position: nextPosition(position), expected: position, isReminded })
      return
    } catch (error) {
      if (attempt >= tries || !isDeskError(error, "conflict")) throw error
    }
  }
}

/** A text may have been erased between its reading and the writing of what was learned of it. */
async function forgetErased(context: Pick<DeskContext, "storage" | "learning">, lessons: readonly LessonOf[]): Promise<void> {
  const messages = await context.storage.read(
    "message",
    lessons.map(({ messageKey }) => messageKey),
  )
  await forgetMessages(
    context,
    messages.filter(({ text }) => text === null).map(({ key }) => key),
  )
}

/** A lesson, with the message that it is learned from. */
type LessonOf = Lesson & Pick<Decision, "messageKey">

/** What the events decided, in their order; each as it was then. */
async function lessonsOf(context: Pick<DeskContext, "storage">, events: readonly StoredEvent[]): Promise<readonly LessonOf[]> {
  const wanted = events.filter(({ event }) => deciding.has(event.type))
  const ids = [...new Set(wanted.map(({ incidentId }) => incidentId))]
  const logs = new Map((await context.storage.load(ids)).map(({ incidentId, events: log }) => [incidentId, log]))
  const decided = wanted.flatMap(({ incidentId, version, event }) => {
    const log = logs.get(incidentId) ?? []
    const [before, decision] = [decisionOf(log.slice(0, version - 1)), decisionOf(log.slice(0, version))]
    const teaches = [before, decision].some((one) => one !== undefined && (one.topic ?? one.authorityId) !== null)
    return decision !== undefined && teaches && JSON.stringify(before) !== JSON.stringify(decision)
      ? [{ incidentId, at: event.at, decision }]
      : []
  })
  return withTexts(context, decided)
}

/** What is decided about incidents by now. */
async function lastLessons(context: Pick<DeskContext, "storage">, incidentIds: readonly string[]): Promise<readonly LessonOf[]> {
  const logs = await context.storage.load(incidentIds)
  const decided = logs.flatMap(({ incidentId, events }) => {
    const [decision, last] = [decisionOf(events), events.at(-1)]
    return decision === undefined || last === undefined ? [] : [{ incidentId, at: last.at, decision }]
  })
  return withTexts(context, decided)
}

async function withTexts(
  { storage }: Pick<DeskContext, "storage">,
  decided: readonly { readonly incidentId: string; readonly at: Instant; readonly decision: Decision }[],
): Promise<readonly LessonOf[]> {
  if (decided.length === 0) return []
  const [messages, incidents] = await Promise.all([
    storage.read(
      "message",
      decided.map(({ decision }) => decision.messageKey),
    ),
    storage.read(
      "incident",
      decided.map(({ incidentId }) => incidentId),
    ),
  ])
  const texts = new Map(messages.map(({ key, text }) => [key, text ?? ""]))
  const numbers = new Map(incidents.map(({ facts, number }) => [facts.incidentId, number]))
  return decided.map(({ incidentId, at, decision }) => ({
    ...decision,
    incidentId,
    at,
    number: numbers.get(incidentId) ?? 0,
    text: texts.get(decision.messageKey) ?? "",
  }))
}

/** The model of what is stored by now; the one in memory where nothing was written since. */
async function openStored({ storage }: Pick<DeskContext, "storage">, learning: Learning): Promise<Opened> {
  const stored = await storage.learned.readLearned(name)
  const position = stored?.position ?? null
  if (learning.known?.position === position) return learning.known
  // Bytes of another form are passed over: everything is learned anew.
  const isRead = stored?.format === learning.suggester.format
  learning.known = { position, model: learning.suggester.open(isRead ? stored.body : null), isRead, isReminded: false }
  return learning.known
}

/** Gives a model that comes of stored bytes the texts of the last incidents, for words that came once. */
async function remindOf(context: Pick<DeskContext, "storage">, { model, isReminded }: Opened): Promise<void> {
  if (isReminded) return
  for (const lesson of await lastLessons(context, model.recent)) model.remind(lesson)
}

async function write(
  { storage }: Pick<DeskContext, "storage">,
  learning: Learning,
  { model, position, expected, isReminded }: Omit<Opened, "isRead"> & { readonly position: string; readonly expected: string | null },
): Promise<void> {
  await storage.learned.writeLearned(name, { format: learning.suggester.format, position, body: model.body() }, expected)
  learning.known = { position, model, isRead: true, isReminded }
}

/** A position of the feed, and behind a slash how often something was forgotten there. */
function feedPosition(position: string | null): string | null {
  return position === null || position.startsWith("/") ? null : (position.split("/")[0] ?? null)
}

function nextPosition(position: string | null): string {
  const [feed = "", forgotten = "0"] = (position ?? "").split("/")
  return `${feed}/${Number(forgotten) + 1}`
}
