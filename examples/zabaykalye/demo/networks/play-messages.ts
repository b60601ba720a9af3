import { addMinutes, type Instant } from "@otklik/core"
import { showProgress } from "../progress.ts"
import type { Office } from "../story/office.ts"
import { beginStory, type Story } from "../story/story.ts"
import type { Talk } from "../story/talk.ts"
import { readDayMessages } from "./day-messages.ts"
import type { Networks } from "./open-networks.ts"

/** A day to play. */
export interface PlayedDay {
  readonly title: string
  /** Its messages. */
  readonly path: string
  /** The last look of the day. */
  readonly until: Instant
}

/** What happens besides. */
export interface PlayedMore {
  /** The story of the first incident of this topic is told. */
  readonly topic?: string
  /** Conversations that go on over the days. */
  readonly talks: readonly Talk[]
  /** Something that happens once, at a moment. */
  readonly later?: { readonly at: Instant; readonly act: () => void }
}

/** The day goes by in steps of a quarter of an hour. */
const stepMinutes = 15

/** So often the desk looks which sources are due, and which terms have run out. */
const sweepMinutes = 60

/**
 * Plays a day: people write, networks push, the desk reads what is due, people of the authorities answer.
 *
 * @param networks - the desk and what it stands on
 * @param office - the people of the authorities
 * @param day - which one
 * @param out - for people
 * @param more - see {@link PlayedMore}
 * @returns the story, if one began
 * @throws what a source threw that could not be read
 */
export async function playMessages(
  networks: Networks,
  office: Office,
  day: PlayedDay,
  out: NodeJS.WriteStream,
  { topic, talks, later }: PlayedMore,
): Promise<Story | undefined> {
  const { desk, clock, town } = networks
  const waiting = [...(await readDayMessages(day.path))]
  const total = waiting.length
  const progress = showProgress(day.title, total, out, "сообщений")
  const happening = later === undefined ? [] : [later]
  let told: string | undefined
  let story: Story | undefined
  let incidents = 0
  const stops = [
    desk.events.on("incident-assigned", ({ incidentId, incident }) => {
      if (topic !== undefined && "topic" in incident && incident.topic === topic) told ??= incidentId
    }),
    desk.events.on("incident-registered", () => void (incidents += 1)),
  ]
  let nextSweep = clock.now()
  while (clock.now() < day.until) {
    clock.reach(roundUp(clock.now(), stepMinutes, day.until))
    if ((happening[0]?.at ?? day.until) < clock.now()) happening.shift()?.act()
    while ((waiting[0]?.publishedAt ?? day.until) < clock.now()) {
      const message = waiting.shift()
      if (message !== undefined) town.publish(message)
    }
    await networks.deliver()
    if (clock.now() >= nextSweep) {
      const { failures } = await desk.pull()
      if (failures[0] !== undefined) throw failures[0].error
      await desk.tick()
      nextSweep = roundUp(clock.now(), sweepMinutes, day.until)
    }
    progress.reach(total - waiting.length, incidents)
    if (told !== undefined && story === undefined) {
      office.leave(told)
      story = beginStory(networks, told)
    }
    await story?.step()
    for (const talk of talks) await talk.step()
    await office.work()
  }
  progress.end()
  for (const stop of stops) stop()
  return story
}

/** The next full quarter or full hour, whatever pauses came between. */
function roundUp(now: Instant, minutes: number, until: Instant): Instant {
  const millis = minutes * 60_000
  const next = addMinutes(now, (millis - (Date.parse(now) % millis)) / 60_000)
  return next < until ? next : until
}
