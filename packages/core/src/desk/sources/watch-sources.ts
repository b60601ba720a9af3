import { addMinutes, type Instant } from "../../base/index.ts"
import type { Connector, Source } from "../../connector/index.ts"
import type { SourceCursor, SourceReading } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import type { SourceBehindEvent, SourceSilentEvent } from "../events.ts"
import { withLease } from "../transact/lease.ts"
import { sourceKey } from "../intake/read-source.ts"
import { commit } from "../transact/transact.ts"
import { behindOf, silenceOf } from "./source-alarm.ts"

/** Sources are checked once a minute at most. */
const everyMinutes = 1

/** What is wrong with a source and was not reported yet. */
interface Alarm {
  readonly silent: Omit<SourceSilentEvent, "connectorId" | "sourceId"> | undefined
  readonly behind: Omit<SourceBehindEvent, "connectorId" | "sourceId"> | undefined
}

/**
 * Reports which sources are silent against their habit, and which are not read to their end. Each is reported once, by
 * one of all workers, until it is over; of a source that was never read each process reports for itself.
 */
export async function watchSources(context: DeskContext): Promise<void> {
  const { sourceWatch: watch, clock } = context
  const now = clock.now()
  if (watch.lookedAt !== null && now < addMinutes(watch.lookedAt, everyMinutes)) return
  watch.lookedAt = now
  for (const connector of context.connectors) {
    if (!connector.capabilities.pull || connector.sources.length === 0) continue
    const cursors = await context.storage.readCursors(connector.id)
    for (const source of connector.sources) {
      const cursor = cursors.find(({ sourceId }) => sourceId === source.id)
      if (cursor === undefined) emitUnread(context, connector, source, now)
      else if (cursor.reading !== null && hasNews(alarmOf(context, source, cursor.reading, now))) await tellOnce(context, connector, source)
    }
  }
}

function alarmOf({ alarms }: DeskContext, source: Source, reading: SourceReading, now: Instant): Alarm {
  const { readTo, since, silentSince, behindSince } = reading
  const behind = behindSince === null ? behindOf(readTo ?? since, source, alarms, now) : undefined
  // Of a source that is not read nobody knows whether it is silent: this is only about what was read.
  const silent = silentSince === null ? silenceOf(reading, alarms) : undefined
  return { silent, behind: behind === undefined ? undefined : { readTo, since: behind } }
}

function hasNews({ silent, behind }: Alarm): boolean {
  return silent !== undefined || behind !== undefined
}

/**
 * Notes under the source's lease that it is reported, and reports it: another worker that checks at the same moment
 * finds it noted.
 */
async function tellOnce(context: DeskContext, connector: Connector, source: Source): Promise<void> {
  // Where it is being read right now, what is wrong then is reported at the next check.
  await withLease(context, sourceKey(connector, source), async ({ lease, takenAt: now }) => {
    const cursor = (await context.storage.readCursors(connector.id)).find(({ sourceId }) => sourceId === source.id)
    const alarm = cursor === undefined || cursor.reading === null ? undefined : alarmOf(context, source, cursor.reading, now)
    if (cursor === undefined || alarm === undefined || !hasNews(alarm)) return context.storage.settle({ lease })
    await commit(context, { cursors: [noteOf(cursor, alarm)], leases: [lease] })
    const place = { connectorId: connector.id, sourceId: source.id }
    if (alarm.silent !== undefined) context.eventBus.emit("source-silent", { ...place, ...alarm.silent })
    if (alarm.behind !== undefined) context.eventBus.emit("source-behind", { ...place, ...alarm.behind })
  })
}

/** A move that stays where it is and notes what is reported. */
function noteOf({ connectorId, sourceId, cursor, at, reading }: SourceCursor, { silent, behind }: Alarm) {
  const noted = reading === null ? {} : { reading: { ...reading, ...silentNote(silent), ...behindNote(behind) } }
  return { connectorId, sourceId, expected: cursor, next: cursor, at, read: 0, matched: 0, skipped: 0, gaps: [], ...noted }
}

function silentNote(silent: Alarm["silent"]): Partial<SourceReading> {
  return silent === undefined ? {} : { silentSince: silent.since }
}

function behindNote(behind: Alarm["behind"]): Partial<SourceReading> {
  return behind === undefined ? {} : { behindSince: behind.since }
}

function emitUnread({ sourceWatch, alarms, eventBus }: DeskContext, connector: Connector, source: Source, now: Instant): void {
  const key = sourceKey(connector, source)
  const seenAt = sourceWatch.seenAt.get(key) ?? now
  sourceWatch.seenAt.set(key, seenAt)
  const since = behindOf(seenAt, source, alarms, now)
  if (since === undefined || sourceWatch.reported.has(key)) return
  sourceWatch.reported.add(key)
  eventBus.emit("source-behind", { connectorId: connector.id, sourceId: source.id, readTo: null, since })
}
