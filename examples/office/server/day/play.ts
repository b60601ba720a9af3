import { fileURLToPath } from "node:url"
import { addMinutes, type IncomingMessage, type Instant } from "@otklik/core"
import { readDayMessages } from "../../../zabaykalye/demo/networks/day-messages.ts"
import type { DayDesk } from "./day-desk.ts"
import type { Staff } from "./staff.ts"

const messagesOf = (name: string): string => fileURLToPath(new URL(`../../../zabaykalye/demo/messages/${name}.ndjson`, import.meta.url))

/** An hour before the first day: what networks hold already is read, and their pushes are set up. */
export const beginning: Instant = "2026-11-22T14:00:00.000Z"
/** Twenty past two in the afternoon of the second day, in Chita: somebody sits down at the desk. */
const present: Instant = "2026-11-24T05:20:00.000Z"
/** What is written from then on waits for a person. */
const reviewed = addMinutes(present, -110)

const stepMinutes = 20
/** So often the past looks which sources are due, and which terms have run out. */
const sweepMinutes = 120

/** The messages of both days, in the order of their moments. */
export async function bothDays(): Promise<readonly IncomingMessage[]> {
  return [...(await readDayMessages(messagesOf("before"))), ...(await readDayMessages(messagesOf("day")))]
}

/** How far the past was played. */
export interface Played {
  readonly done: number
  readonly total: number
  readonly at: Instant
}

/**
 * Plays the day so far, as quickly as it goes: people write, networks push, the desk reads what is due, people of the
 * authorities answer.
 *
 * @param day - the desk and what it works on
 * @param staff - the people of the authorities
 * @param messages - in the order of their moments
 * @param tell - hears how far it came
 * @param signal - ends it early
 * @returns what is written later
 */
export async function playPast(
  day: DayDesk,
  staff: Staff,
  messages: readonly IncomingMessage[],
  tell: (played: Played) => void,
  signal: AbortSignal,
): Promise<readonly IncomingMessage[]> {
  const { clock, town } = day
  const waiting = [...messages]
  const total = messages.filter(({ publishedAt }) => publishedAt < present).length
  const read = async (): Promise<void> => {
    const desk = clock.now() < reviewed ? day.past : day.desk
    await day.deliver(desk)
    if (clock.now() < nextSweep) return
    await desk.pull()
    await day.past.tick()
    nextSweep = addMinutes(clock.now(), sweepMinutes)
  }
  let nextSweep = clock.now()
  await read()
  // Nobody wrote before the first message.
  clock.reach(addMinutes(waiting[0]?.publishedAt ?? present, -1))
  while (clock.now() < present && !signal.aborted) {
    const next = addMinutes(clock.now(), stepMinutes)
    const isLast = next >= present
    clock.reach(isLast ? present : next)
    while ((waiting[0]?.publishedAt ?? present) < clock.now()) {
      const message = waiting.shift()
      if (message !== undefined) town.publish(message)
    }
    // The last look finds what stands in communities that push nothing.
    if (isLast) nextSweep = clock.now()
    await read()
    await staff.work()
    tell({ done: messages.length - waiting.length, total, at: clock.now() })
    // Whoever is signed in already gets an answer between two steps.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return waiting
}
