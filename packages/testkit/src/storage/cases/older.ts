import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import { isDeskError, type IncidentEvent, type Storage } from "@otklik/core"
import type { Upcasters } from "@otklik/core/storage"
import { appendOf, buildIncident, type BuiltIncident } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { storageCase } from "../storage-case.ts"
import type { OpenedStorage, StorageSubject } from "../subject.ts"

/** The package as it may be one day: registrations have a second version, which says who saw to them. */
const upcasters: Upcasters = { "incident-registered": { 1: (event) => ({ ...event, seenTo: `nobody: ${String(event["topic"])}` }) } }

const nextRegistration = (event: IncidentEvent, seenTo: string): IncidentEvent =>
  event.type === "incident-registered" ? Object.assign({}, event, { schemaVersion: 2, seenTo }) : event

const [first, second, third] = [1, 2, 3].map((id) => buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` })) as [
  BuiltIncident,
  BuiltIncident,
  BuiltIncident,
]

/** A case with a handle of this version of the package and one of the next on the same data. */
function versionCase(name: string, check: (opened: OpenedStorage, next: Storage) => Promise<void>): ContractCase<StorageSubject> {
  const { check: checkOpened } = storageCase(name, async (opened) => check(opened, await opened.openSecond(undefined, { upcasters })))
  return {
    name,
    exempts: (subject) => (subject.takesUpcasters === true ? undefined : "its events are of one version alone"),
    check: checkOpened,
  }
}

/** Asserts that a question is refused over an event of a newer version, and that the error says which one. */
async function refusedAt(place: string, work: Promise<unknown>): Promise<void> {
  const caught: unknown = await work.catch((error: unknown) => error)
  assert.ok(isDeskError(caught, "protocol"), `expected a DeskError "protocol", got: ${String(caught)}`)
  assert.equal(caught.details.path, `${place}.schemaVersion`)
}

/** What other versions of the package have stored. */
export const olderCases: readonly ContractCase<StorageSubject>[] = [
  versionCase("older: an event of an older version is lifted to the present one, in its log and in the feed", async ({ storage }, next) => {
    await storage.commit({ appends: [appendOf(first)] })
    const lifted = first.events.map((event) => nextRegistration(event, "nobody: roads"))
    assert.notDeepEqual(lifted, first.events)
    assert.deepEqual((await loadOne(next, "incident-1")).events, lifted)
    assert.deepEqual(
      (await next.readEvents(null, 100)).map(({ event }) => event),
      lifted,
    )
    // Reading has changed nothing.
    assert.deepEqual((await loadOne(storage, "incident-1")).events, first.events)
  }),
  versionCase("older: an event of a newer version is refused with its place, and nothing else is lost", async ({ storage }, next) => {
    await storage.commit({ appends: [appendOf(first)] })
    const written = second.events.map((event) => nextRegistration(event, "the next version"))
    await next.commit({ appends: [{ ...appendOf(second), events: written }] })
    const place = `incident-2@${1 + written.findIndex((event) => event.type === "incident-registered")}`
    await refusedAt(place, loadOne(storage, "incident-2"))
    await refusedAt(place, storage.readEvents(null, 100))
    const before = await storage.readEvents(null, first.events.length)
    assert.deepEqual(
      before.map(({ event }) => event),
      first.events,
    )
    await storage.commit({ appends: [appendOf(third)] })
    assert.deepEqual((await loadOne(storage, "incident-3")).events, third.events)
    assert.equal((await storage.find({ limit: 10 })).incidents.length, 3)
    const read = (await next.readEvents(before.at(-1)?.position ?? null, 100)).map(({ event }) => event)
    assert.deepEqual(read, [...written, ...third.events.map((event) => nextRegistration(event, "nobody: roads"))])
  }),
]
