import type { CasePlace } from "@otklik/core/storage"
import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import type { IncidentEvent, Storage, StoredEvent, StoredIncident } from "@otklik/core"
import type { City, Origin } from "./city.ts"
import { replyText } from "./office.ts"

/** What an incident came to, without moments and keys, which differ from run to run. */
export interface FinalIncident {
  readonly status: string
  readonly topic: string | null
  readonly authority: string | null
  readonly messages: number
  readonly replies: number
  readonly events: readonly string[]
}

/** Says what a try came to; how often it took is chance. */
const ofChance: ReadonlySet<IncidentEvent["type"]> = new Set(["reply-uncertain"])

/** Every incident of a run, by where it comes from. */
export async function readFinalState(storage: Storage, city: City): Promise<ReadonlyMap<Origin, FinalIncident>> {
  const stored: StoredIncident[] = []
  for (let after: CasePlace | null = null, more = true; more;) {
    const page: Awaited<ReturnType<Storage["find"]>> = await storage.find({ limit: 500, ...(after === null ? {} : { after }) })
    stored.push(...page.incidents)
    after = page.next
    more = after !== null
  }
  const state = new Map<Origin, FinalIncident>()
  for (const { incident, facts } of stored) {
    const origin = city.origins.get(incident.messageKeys[0] ?? "")
    assert.ok(origin !== undefined, `an incident of a message that is no complaint: ${incident.messageKeys[0]}`)
    assert.ok(!state.has(origin), `two incidents of one complaint: ${origin}`)
    const { events } = await loadOne(storage, incident.incidentId)
    state.set(origin, {
      status: incident.status,
      topic: facts.topic,
      authority: facts.authorityId,
      messages: incident.messageKeys.length,
      replies: incident.replies.length,
      events: events
        .map(({ type }) => type)
        .filter((type) => !ofChance.has(type))
        .toSorted(),
    })
  }
  assert.equal(state.size, city.origins.size, "complaints without an incident")
  return state
}

/** Asserts that two runs came to the same. */
export function sameState(one: ReadonlyMap<Origin, FinalIncident>, other: ReadonlyMap<Origin, FinalIncident>): void {
  const sorted = (state: typeof one) => [...state].toSorted(([left], [right]) => (left < right ? -1 : 1))
  assert.deepEqual(sorted(one), sorted(other))
}

/** Every incident has its one reply in its network, and the networks hold no other. */
export async function checkReplies(storage: Storage, city: City): Promise<number> {
  const standing = city.networks.flatMap((network) => network.replies())
  const found = new Map<string, number>()
  for (const { text } of standing) found.set(text, (found.get(text) ?? 0) + 1)
  const twice = [...found].filter(([, times]) => times > 1)
  assert.deepEqual(twice, [], "replies that stand twice")
  for (const { incident } of (await storage.find({ limit: 1000 })).incidents)
    assert.equal(found.get(replyText(incident.incidentId)), 1, `the reply of ${incident.incidentId} does not stand`)
  assert.equal(standing.length, city.origins.size)
  return standing.length
}

/** The whole feed, checked: no position is left out, none comes twice, and every incident's own count has no gap. */
export async function checkFeed(storage: Storage, tailed: readonly StoredEvent[]): Promise<number> {
  const whole: StoredEvent[] = []
  for (;;) {
    const page = await storage.readEvents(whole.at(-1)?.position ?? null, 1000)
    whole.push(...page)
    if (page.length < 1000) break
  }
  const shown = (events: readonly StoredEvent[]) =>
    events.map(({ position, incidentId, version }) => `${position} ${incidentId} ${version}`)
  assert.deepEqual(shown(tailed), shown(whole), "whoever followed the feed saw something else than what stands in it")
  const versions = new Map<string, number>()
  for (const { incidentId, version } of whole) {
    assert.equal(version, (versions.get(incidentId) ?? 0) + 1, `a gap in the log of ${incidentId}`)
    versions.set(incidentId, version)
  }
  whole.forEach(({ position }, index) => assert.equal(Number(position), index + 1, "a gap in the feed"))
  return whole.length
}
