import {
  addMinutes,
  millisToInstant,
  minutesBetween,
  type Connector,
  type Desk,
  type IncidentEvent,
  type Instant,
  type Storage,
  type StoredIncident,
} from "@otklik/core"
import type { OutboxEntry, SourceCursor } from "@otklik/core/storage"
import type { City, Written } from "./city.ts"
import type { Engine } from "./engine.ts"
import type { Process } from "./machine.ts"
import type { Place } from "./networks.ts"

/** What is promised, in a word each. */
export type PromiseName =
  /** The feed has every position once, and every log every version. */
  | "feed"
  /** Every message is registered exactly once. */
  | "registered-once"
  /** What a citizen wrote and matches is found, or lies in a gap that was told. */
  | "found"
  /** What coverage says was read was read. */
  | "coverage"
  /** A source that is not read is reported. */
  | "told"
  /** A breach is written once, and not before its time. */
  | "breach"
  /** A reply is published once. */
  | "published-once"
  /** Every reply that was published is recorded, and every one that is recorded was published. */
  | "recorded"
  /** What is due is done. */
  | "done"
  /** Numbers are given in one row, and views say what their logs say. */
  | "numbered"
  /** No fault ends a worker's run, and every command is answered. */
  | "runs-on"

/** A promise of `docs/guarantees.md` did not hold. */
export class Broken extends Error {
  readonly promise: PromiseName

  constructor(promise: PromiseName, sentence: string) {
    super(sentence)
    this.promise = promise
  }
}

/** The promises, looked at while the crew works. */
export interface Promises {
  /** Hears a desk from now on. */
  attend(desk: Desk, connectors: readonly Connector[]): void
  /** Counts a worker among those that read and publish. */
  employ(process: Process): void
  /** Something was stored. */
  stored(): void
  /** Somebody's work came to an end although nobody ended it. */
  stopped(why: string): void
  /** What must hold at every moment. */
  look(): Promise<void>
  /** What must hold once everything has come to rest. */
  atLast(): Promise<void>
  counts(): { readonly incidents: number; readonly replies: number }
}

/**
 * How much the clocks of machines that are in order may differ, minutes: a claim that reaches further was never read.
 */
const skewMinutes = 2
/**
 * A reply may be there twice for so long: it is read back for the last time after 15 minutes, and a reading that fails
 * is repeated. Minutes.
 */
const doubleMinutes = 30
/** Work that is due is done after so many minutes at the latest, once nothing goes wrong. */
const lateMinutes = 15
/** Nothing that failed is left alone for longer, minutes. */
const longestPause = 60
/** As `alarms.behindRounds` of the desk, and what a look and a reading may take. */
const behindRounds = 6

const numberOf = (text: string): string => /Ответ \d+:/.exec(text)?.[0] ?? text

/** Makes them. */
export function createPromises({
  engine,
  storage,
  places,
  city,
}: {
  readonly engine: Engine
  readonly storage: Storage
  readonly places: readonly Place[]
  readonly city: City
}): Promises {
  const processes: Process[] = []
  let problem: string | undefined
  let position: string | null = null
  let feedLength = 0
  let lookedMinute = 0
  let isStored = false
  const versions = new Map<string, number>()
  const holders = new Map<string, string>()
  const missed = new Set<string>()
  const outbox = new Map<string, OutboxEntry>()
  /** As they were planned: the text goes when what it answers is gone. */
  const answered = new Map<string, OutboxEntry>()
  const recorded = new Set<string>()
  const doubledSince = new Map<string, number>()
  let requests = 0
  const sources = new Map<string, { readonly everyMinutes: number; readAt: Instant | null; upMinutes: number; isTold: boolean }>()

  const fail = (promise: PromiseName, sentence: string): never => {
    throw new Broken(promise, sentence)
  }

  async function readFeed(): Promise<void> {
    for (;;) {
      const page = await storage.readEvents(position, 500)
      for (const { position: place, incidentId, version, event } of page) {
        feedLength += 1
        if (Number(place) !== feedLength) fail("feed", `the feed has a gap: position ${place} follows ${feedLength - 1}`)
        if (version !== (versions.get(incidentId) ?? 0) + 1) fail("feed", `the log of an incident has a gap before version ${version}`)
        versions.set(incidentId, version)
        hear(incidentId, event)
        position = place
      }
      if (page.length < 500) return
    }
  }

  function hear(incidentId: string, event: IncidentEvent): void {
    if (event.type === "incident-detected" || event.type === "author-wrote") {
      const { messageKey } = event
      const other = holders.get(messageKey)
      if (other !== undefined) fail("registered-once", `${messageKey} was registered twice`)
      holders.set(messageKey, incidentId)
    }
    if (event.type === "deadline-missed") {
      const { goal, dueAt } = event
      const name = `${incidentId} ${goal} ${dueAt}`
      if (missed.has(name)) fail("breach", `a breach of ${goal} was written twice`)
      missed.add(name)
      if (minutesBetween(engine.now(), dueAt) > skewMinutes)
        fail("breach", `a breach of ${goal} was written before its time: it is due at ${dueAt}`)
    }
    if ("replyKey" in event && event.type !== "official-reply-seen") recorded.add(event.replyKey)
  }

  async function cursors(): Promise<readonly SourceCursor[]> {
    return (await Promise.all(places.map(({ name }) => storage.readCursors(name)))).flat()
  }

  async function checkReading(): Promise<void> {
    for (const { connectorId, sourceId, at, reading, gaps } of await cursors()) {
      const source = sources.get(`${connectorId}/${sourceId}`)
      if (source !== undefined && reading?.beganAt === null && at !== source.readAt)
        Object.assign(source, { readAt: at, upMinutes: 0, isTold: false })
      const readTo = reading?.readTo ?? null
      if (readTo === null || reading === null) continue
      if (minutesBetween(engine.now(), readTo) > skewMinutes)
        fail("coverage", `coverage says that ${connectorId}/${sourceId} was read up to ${readTo}, which is to come`)
      if (places.find(({ name }) => name === connectorId)?.listsPosts(sourceId) !== true) continue
      for (const message of city.written.values()) {
        const writtenAt = millisToInstant(message.at)
        const isClaimed = message.place.name !== connectorId || message.under !== null || holders.has(message.key)
        if (isClaimed || message.isRemoved || writtenAt < reading.since || addMinutes(writtenAt, skewMinutes + 1) > readTo) continue
        if (!gaps.some(({ from, to }) => from <= writtenAt && writtenAt < to))
          fail(
            "coverage",
            `coverage says that ${connectorId}/${sourceId} was read up to ${readTo}, but ${message.key} of ${writtenAt} is nowhere`,
          )
      }
    }
  }

  /** A minute that passed: whether every source is read, or somebody told that it is not. */
  function checkSources(): void {
    const minute = Math.floor(engine.present / 60_000)
    const passed = lookedMinute === 0 ? 0 : minute - lookedMinute
    lookedMinute = minute
    if (!processes.some(({ isUp }) => isUp)) return
    for (const [name, source] of sources) {
      source.upMinutes += passed
      const longest = Math.max(15, behindRounds * source.everyMinutes) + lateMinutes
      if (source.upMinutes > longest && !source.isTold)
        fail("told", `${name} was not read for ${source.upMinutes} minutes, and nobody was told`)
    }
  }

  function checkReplies(): void {
    const count = places.reduce((sum, { simulator }) => sum + simulator.requests.length, 0)
    if (count !== requests) {
      requests = count
      const published = Map.groupBy(
        places.flatMap(({ simulator }) => simulator.replies()),
        ({ text }) => numberOf(text),
      )
      const doubled = [...published].filter(([text, replies]) => {
        const planned = [...answered.values()].filter((entry) => numberOf(entry.text) === text).length
        return !isGone(text) && replies.length > Math.max(1, planned)
      })
      const before = new Map(doubledSince)
      doubledSince.clear()
      for (const [text] of doubled) doubledSince.set(text, before.get(text) ?? engine.present)
    }
    for (const [text, since] of doubledSince)
      if (engine.present - since > doubleMinutes * 60_000) fail("published-once", `a reply was published twice: «${text}»`)
  }

  async function readOutbox(): Promise<void> {
    for (const { incident } of await incidents())
      for (const entry of await storage.readOutbox(incident.incidentId)) {
        outbox.set(entry.outboxId, entry)
        if (!answered.has(entry.outboxId)) answered.set(entry.outboxId, entry)
      }
  }

  async function incidents(): Promise<readonly StoredIncident[]> {
    return (await storage.find({ limit: 1000 })).incidents
  }

  async function checkMessages(): Promise<void> {
    const gaps = (await cursors()).flatMap((cursor) => cursor.gaps)
    const isExpected = ({ isRemoved, under, matches }: Written): boolean =>
      !isRemoved && (matches || (under !== null && holders.has(under)))
    for (const message of city.written.values()) {
      if (!isExpected(message) || holders.has(message.key)) continue
      const at = millisToInstant(message.at)
      if (!gaps.some(({ from, to }) => from <= at && at < to)) fail("found", `${message.key} of ${at} is lost`)
    }
    for (const key of holders.keys()) if (!city.written.has(key)) fail("found", `${key} is an incident's, and no citizen wrote it`)
  }

  async function checkWork(): Promise<void> {
    const due = addMinutes(engine.now(), -lateMinutes)
    const numbers: number[] = []
    for (const { incident, number, version, wakeAt } of await incidents()) {
      numbers.push(number)
      if (wakeAt !== null && wakeAt < due) fail("done", `incident ${number} was to be woken at ${wakeAt}, and nobody did`)
      if (versions.get(incident.incidentId) !== version) fail("numbered", `incident ${number} is at version ${version}, its log is not`)
    }
    numbers.forEach((number, index) => {
      if (number !== index + 1) fail("numbered", `the number ${number} follows ${index}`)
    })
  }

  /**
   * Whether what a text answers is gone: below it nobody sees a reply, and no network shows whether there is none, one
   * or two.
   */
  function isGone(text: string): boolean {
    return [...answered.values()].some((entry) => numberOf(entry.text) === text && city.written.get(entry.messageKey)?.isRemoved === true)
  }

  function checkPublished(): void {
    const published = Map.groupBy(
      places.flatMap(({ simulator }) => simulator.replies()),
      ({ text }) => numberOf(text),
    )
    for (const [text, replies] of published)
      for (const { key } of replies)
        if (!recorded.has(key) && !isGone(text)) fail("recorded", `the reply ${key} was published, and no incident knows it`)
    const byText = Map.groupBy(outbox.values(), ({ text }) => numberOf(text))
    for (const [text, entries] of byText) {
      const count = published.get(text)?.length ?? 0
      const settled = entries.filter(({ state }) => state === "published" || state === "read-back").length
      // A text that is erased answered what is gone.
      if (text !== "" && !isGone(text) && count !== settled)
        fail("recorded", `«${text}» was published ${settled} times by the outbox, and ${count} times in the network`)
      const [late, far] = [addMinutes(engine.now(), -lateMinutes), addMinutes(engine.now(), longestPause)]
      const waiting = entries.find(
        ({ state, nextTryAt }) => (state === "planned" || state === "read-back") && (nextTryAt < late || nextTryAt > far),
      )
      if (waiting !== undefined) fail("done", `«${text}» is ${waiting.state}, to be looked at at ${waiting.nextTryAt}, and nobody does`)
    }
  }

  return {
    employ: (process) => void processes.push(process),
    stored() {
      isStored = true
    },
    attend(desk, connectors) {
      for (const connector of connectors)
        for (const { id, everyMinutes } of connector.sources) {
          const name = `${connector.id}/${id}`
          if (!sources.has(name)) sources.set(name, { everyMinutes, readAt: null, upMinutes: 0, isTold: false })
        }
      desk.events.on("source-behind", ({ connectorId, sourceId }) => {
        const source = sources.get(`${connectorId}/${sourceId}`)
        if (source !== undefined) source.isTold = true
      })
    },
    stopped(why) {
      problem ??= why
    },
    async look() {
      if (problem !== undefined) fail("runs-on", problem)
      if (isStored) {
        isStored = false
        await readFeed()
        await readOutbox()
        await checkReading()
      }
      checkSources()
      checkReplies()
    },
    async atLast() {
      await checkMessages()
      await checkWork()
      checkPublished()
    },
    counts: () => ({ incidents: versions.size, replies: recorded.size }),
  }
}
