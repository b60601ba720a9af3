import assert from "node:assert/strict"
import { overStatuses, decide, evolve, type IncidentCommand } from "@otklik/core/incident"
import { viewOf } from "@otklik/core/internal"
import { appendOf, buildIncident, type BuiltIncident } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const built = (messageKey: string, special: Parameters<typeof buildIncident>[0] = {}): BuiltIncident =>
  buildIncident({ incidentId: `incident of ${messageKey}`, messageKey, network: messageKey.slice(0, 2), ...special })

/** The same incident with one message more. */
function followedBy(incident: BuiltIncident, messageKey: string): BuiltIncident {
  const at = "2026-03-02T06:30:00.000Z"
  const [of = null] = incident.incident.messageKeys
  const word = { messageKey, of, under: of, publishedAt: at, act: "word", matched: false } as const
  const command: IncidentCommand = { type: "note-word", at, by: { id: "system", kind: "system" }, ...word }
  const events = decide(command, incident.incident)
  const state = events.reduce(evolve, incident.incident)
  if (state.status === "none") throw new TypeError("the incident vanished")
  return { ...incident, incident: state, events: [...incident.events, ...events], view: viewOf(state) }
}

const underWay = ["candidate", "registered", "assigned", "in-work", "publishing", "replied-final"] as const

/** Which messages a connector is asked to watch. */
export const watchedCases: readonly ContractCase<StorageSubject>[] = [
  storageCase(
    "watched: the keys of the newest incident come first, and in it the newest, through another handle",
    async ({ storage, openSecond }) => {
      await storage.commit({ appends: [appendOf(built("vk:-1_1")), appendOf(followedBy(built("vk:-1_2"), "vk:-1_2_9"))] })
      await storage.commit({ appends: [appendOf(built("vk:-1_3")), appendOf(followedBy(built("vk:-1_1"), "vk:-1_1_8"), built("vk:-1_1"))] })
      const keys = await (await openSecond()).readWatched({ network: "vk", limit: 10 })
      assert.deepEqual(keys, ["vk:-1_3", "vk:-1_2_9", "vk:-1_2", "vk:-1_1_8", "vk:-1_1"])
    },
  ),
  storageCase("watched: incidents that are over stay out, and all others come", async ({ storage }) => {
    const statuses = [...overStatuses, ...underWay]
    await storage.commit({ appends: statuses.map((status, index) => appendOf(built(`vk:-1_${index}`, { status }))) })
    const expected = underWay.map((_, index) => `vk:-1_${overStatuses.length + index}`).toReversed()
    assert.deepEqual(await storage.readWatched({ network: "vk", limit: 100 }), expected)
  }),
  storageCase(
    "watched: what is over and was updated since comes after all others, the last updated first",
    async ({ storage, openSecond }) => {
      const moments = ["2026-03-02T01:00:00.000Z", "2026-03-09T01:00:00.000Z", "2026-03-05T01:00:00.000Z"]
      const over = (["closed", "converted", "closed", "rejected", "merged"] as const).map((status, index) => {
        const one = built(`vk:-1_${index}`, { status })
        const updatedAt = moments[index] ?? "2026-03-20T01:00:00.000Z"
        const incident = { ...one.incident, updatedAt }
        return { ...one, incident, view: { ...one.view, incident, facts: { ...one.view.facts, updatedAt } } }
      })
      await storage.commit({ appends: [...over.map((one) => appendOf(one)), appendOf(built("vk:-1_8"))] })
      const second = await openSecond()
      const since = (overUpdatedSince: string, limit = 100) => second.readWatched({ network: "vk", limit, overUpdatedSince })
      assert.deepEqual(await since("2026-03-01T00:00:00.000Z"), ["vk:-1_8", "vk:-1_1", "vk:-1_2", "vk:-1_0"])
      assert.deepEqual(await since("2026-03-05T01:00:00.000Z"), ["vk:-1_8", "vk:-1_1", "vk:-1_2"])
      assert.deepEqual(await since("2026-03-01T00:00:00.000Z", 2), ["vk:-1_8", "vk:-1_1"])
      assert.deepEqual(await since("2026-03-01T00:00:00.000Z", 1), ["vk:-1_8"])
      await failsWith("config", since("2026-03-05"))
    },
  ),
  storageCase("watched: those of other networks stay out, also where an incident holds some", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(followedBy(built("vk:-1_1"), "ok:-1_7")), appendOf(built("ok:-1_2"))] })
    assert.deepEqual(await storage.readWatched({ network: "vk", limit: 10 }), ["vk:-1_1"])
  }),
  storageCase("watched: no more come than were asked for", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(built("vk:-1_1")), appendOf(followedBy(built("vk:-1_2"), "vk:-1_2_9"))] })
    assert.deepEqual(await storage.readWatched({ network: "vk", limit: 1 }), ["vk:-1_2_9"])
  }),
  storageCase("watched: a limit that no page has is refused with config", async ({ storage }) => {
    for (const limit of [0, -1, 1.5, 10_001]) await failsWith("config", storage.readWatched({ network: "vk", limit }))
  }),
]
