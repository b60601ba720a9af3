import type { CasePlace } from "../../storage/index.ts"
import { DeskError, type Instant } from "../../base/index.ts"
import type { Connector, MessagePage, Source } from "../../connector/index.ts"
import { createClockPlanner } from "../../sla/index.ts"
import { viewOf, type UnitOfWork } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { changeOf, type IncidentChange } from "../transact/change.ts"
import { transact } from "../transact/transact.ts"
import { actOn } from "../work/act.ts"
import { storeIntake, type StoredIntake } from "./store-intake.ts"

/** Messages of the past are taken in as if the desk had been there when they were published. */
export interface PastPull {
  /** What they are taken in with. */
  readonly context: DeskContext
  /** Does everything that time brings up to a moment, the earliest first. */
  bring(moment: Instant): Promise<void>
  /** Notes what was stored, so that its time comes too. */
  note(changes: readonly IncidentChange[]): void
}

/**
 * Begins a reading of the past.
 *
 * @param clocks - `none`: no term runs, since nobody was asked then; `run`: all of them do, as in a simulation
 */
export async function beginPast(context: DeskContext, clocks: "none" | "run"): Promise<PastPull> {
  if (clocks === "none") {
    const { calendars, handling } = context
    const planner = createClockPlanner({ policies: [], calendars, handling })
    return { context: { ...context, planner, intake: "import" }, bring: async () => undefined, note: () => undefined }
  }
  const wakes = createWakes()
  for (let after: CasePlace | undefined; ;) {
    const { incidents, next } = await context.storage.find({ limit: 1000, ...(after === undefined ? {} : { after }) })
    for (const { incident, wakeAt } of incidents) wakes.set(incident.incidentId, wakeAt)
    if (next === null) break
    after = next
  }
  const note = (changes: readonly IncidentChange[]): void => {
    for (const { incident } of changes) wakes.set(incident.incidentId, viewOf(incident).wakeAt)
  }
  return {
    context,
    note,
    async bring(moment) {
      for (let due = wakes.takeUntil(moment); due !== undefined; due = wakes.takeUntil(moment)) {
        const { incidentId, at } = due
        const { changes } = await transact(context, async (begun) => {
          await actOn(context, await changeOf(context, begun, incidentId), at)
          return { result: null, stamp: { at, by: deskActor, incidentId } }
        })
        note(changes)
      }
    },
  }
}

/** Which incident wants attention when, the earliest first. */
function createWakes() {
  const moments = new Map<string, Instant>()
  // A heap: each is not later than the two that it leads to.
  const heap: { readonly incidentId: string; readonly at: Instant }[] = []
  const atOf = (place: number): Instant => heap[place]?.at ?? "~"
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]]
    if (first !== undefined && second !== undefined) [heap[one], heap[other]] = [second, first]
  }
  const sink = (): void => {
    for (let place = 0; ;) {
      const [left, right] = [place * 2 + 1, place * 2 + 2]
      const least = [left, right].reduce((best, one) => (atOf(one) < atOf(best) ? one : best), place)
      if (least === place) return
      swap(place, least)
      place = least
    }
  }
  return {
    set(incidentId: string, at: Instant | null): void {
      if (at === null) moments.delete(incidentId)
      else if (moments.get(incidentId) !== at) {
        moments.set(incidentId, at)
        heap.push({ incidentId, at })
        for (let place = heap.length - 1; place > 0 && atOf(place) < atOf((place - 1) >> 1); place = (place - 1) >> 1)
          swap(place, (place - 1) >> 1)
      }
    },
    takeUntil(moment: Instant): { readonly incidentId: string; readonly at: Instant } | undefined {
      for (let [first] = heap; first !== undefined && first.at <= moment; [first] = heap) {
        swap(0, heap.length - 1)
        heap.pop()
        sink()
        if (moments.get(first.incidentId) !== first.at) continue
        moments.delete(first.incidentId)
        return first
      }
      return undefined
    },
  }
}

/**
 * Takes a page of the past in, message by message at its own moment, and the rest with the last one. Killed in between,
 * what was stored is known when the page comes again.
 *
 * @param now - the present moment
 * @param rest - what is stored with the last commit
 * @throws DeskError `protocol` for a source that gives an earlier message after a later one
 */
export async function storePast(
  past: PastPull,
  { connector, source }: { readonly connector: Connector; readonly source: Source },
  page: MessagePage & { readonly shownAt: Instant },
  now: () => Instant,
  rest: (stored: StoredIntake) => UnitOfWork,
): Promise<StoredIntake> {
  const { messages, notices = [], shownAt } = page
  const moments = messages.map(({ publishedAt }) => (publishedAt < shownAt ? publishedAt : shownAt))
  for (const [index, moment] of moments.entries()) {
    if (index === 0 || moment >= (moments[index - 1] ?? "")) continue
    const message = `"${connector.id}/${source.id}" promises its messages in the order of publishedAt, and gives an earlier one after a later`
    throw new DeskError("protocol", message, { path: `messages[${index}].publishedAt` })
  }
  const done: StoredIntake[] = []
  for (const [index, message] of messages.entries()) {
    const isLast = index === messages.length - 1
    const moment = moments[index] ?? shownAt
    await past.bring(moment)
    const arrivals = { messages: [message], notices: isLast ? notices : [], shownAt, seenAt: now() }
    const atIt = () => moment
    const { result, changes } = await storeIntake(past.context, arrivals, atIt, (stored) =>
      isLast ? rest(whole([...done, stored], now())) : {},
    )
    past.note(changes)
    done.push(result)
  }
  if (done.length > 0) return whole(done, now())
  return (await storeIntake(past.context, { messages: [], notices, shownAt }, now, rest)).result
}

/** What several commits came to, as one. */
function whole(parts: readonly StoredIntake[], at: Instant): StoredIntake {
  const sum = (count: "matched" | "registered" | "candidates" | "known"): number =>
    parts.reduce((total, { intake }) => total + intake[count], 0)
  return {
    at,
    refused: parts.flatMap(({ refused }) => refused),
    intake: {
      unit: { claims: [], releases: [], messages: [], sealedAuthors: [] },
      erased: parts.flatMap(({ intake }) => intake.erased),
      corrected: parts.flatMap(({ intake }) => intake.corrected),
      matched: sum("matched"),
      registered: sum("registered"),
      candidates: sum("candidates"),
      known: sum("known"),
    },
  }
}
