import type { OutboxEntry } from "@otklik/core/storage"
import { allIncidents } from "../incident-pages.ts"
import type { OpenDesk } from "../open-desk.ts"
import type { Town } from "./town.ts"

/** What became of the approved replies, looked up in the networks themselves. */
export interface Standing {
  /** Once under their message. */
  readonly once: number
  readonly twice: number
  /** Recorded as published, and not there. */
  readonly missing: number
  /** Not published yet, or by nobody's connector. */
  readonly open: number
  /** Replies of official accounts that nobody approved. */
  readonly strangers: number
}

/**
 * Compares the replies that were approved with those that stand in the networks.
 *
 * @param open - the desk
 * @param town - the networks
 */
export async function countStanding(open: OpenDesk, town: Town): Promise<Standing> {
  const standing = [...town.simulators.values()].flatMap((simulator) => simulator.replies())
  const entries = (
    await Promise.all((await allIncidents(open.desk)).map(({ incident }) => open.storage.readOutbox(incident.incidentId)))
  ).flat()
  // What is to be read back is published already.
  const published = entries.filter(({ state }) => state === "published" || state === "read-back")
  const times = published.map(({ messageKey, text }: OutboxEntry) => {
    return standing.filter((reply) => reply.under === messageKey && reply.text.includes(text)).length
  })
  return {
    once: times.filter((count) => count === 1).length,
    twice: times.filter((count) => count > 1).length,
    missing: times.filter((count) => count === 0).length,
    open: entries.length - published.length,
    strangers: standing.length - times.reduce((sum, count) => sum + count, 0),
  }
}
