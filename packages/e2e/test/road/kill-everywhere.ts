import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import type { Connector, Desk, Storage } from "@otklik/core"
import { approver, buildRoad, complaint, executor, moderator, type Road } from "./road.ts"
import { Killed } from "./scripted-connector.ts"

/** Counts the calls over the doors and kills the process before or after one of them. */
interface Executioner {
  readonly calls: { count: number }
  /** After the fatal call nothing gets through any more, as in a process that is gone. */
  wrap<Door extends object>(door: Door, names: readonly (keyof Door)[]): Door
}

function executioner(fatalCall: number, when: "before" | "after"): Executioner {
  const calls = { count: 0 }
  let dead = false
  const guard =
    (call: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]): Promise<unknown> => {
      if (dead) throw new Killed()
      calls.count += 1
      const fatal = calls.count === fatalCall
      if (fatal) dead = true
      if (fatal && when === "before") throw new Killed()
      const result = await call(...given)
      if (fatal) throw new Killed()
      return result
    }
  return {
    calls,
    wrap(door, names) {
      const wrapped = { ...door }
      for (const name of names) {
        const member: unknown = door[name]
        if (typeof member !== "function") continue
        const call = async (...given: unknown[]): Promise<unknown> => {
          const result: unknown = await Reflect.apply(member, door, given)
          return result
        }
        Object.assign(wrapped, { [name]: guard(call) })
      }
      return wrapped
    },
  }
}

const storageCalls = [
  "load",
  "commit",
  "find",
  "get",
  "read",
  "readOutbox",
  "readCursors",
  "lease",
  "renew",
  "settle",
] as const satisfies readonly (keyof Storage)[]
const connectorCalls = ["doPull", "doReply", "doFindReplies"] as const satisfies readonly (keyof Connector)[]

/** A host's day: whatever was done before is found done, since hosts repeat their work after a restart. */
async function day(road: Road, killer: Executioner | null, merging: boolean): Promise<void> {
  const desk = road.restart(
    killer === null
      ? {}
      : { storage: killer.wrap(road.storage, storageCalls), connectors: [killer.wrap(road.network.connector, connectorCalls)] },
  )
  await desk.pull({ pageSize: 2 })
  if (merging) await mergeHeating(desk)
  for (const { incident } of (await desk.find({}, { limit: 100 })).incidents) {
    const { incidentId } = incident
    let state = incident
    if (state.status === "candidate") state = (await desk.execute({ type: "register", incidentId }, { actor: moderator })).incident
    if (state.status === "registered" && state.topic === "roads") {
      state = (await desk.execute({ type: "assign", incidentId, authorityId: "roads", why: "a pit" }, { actor: moderator })).incident
    }
    if (state.status === "assigned") state = (await desk.execute({ type: "take", incidentId }, { actor: executor })).incident
    if (state.status === "in-work") {
      const outcome = { value: "explained" } as const
      state = (await desk.execute({ type: "submit-draft", incidentId, text: "Answer.", replyKind: "final", outcome }, { actor: executor }))
        .incident
    }
    if (state.status === "reply-review") {
      const { draftId, textHash } = state.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    }
  }
  // Leases of the dead run out first.
  road.clock.advance(6)
  await desk.publish()
  await desk.tick()
  // Long enough for every reply to be read back, whenever it was published.
  road.clock.advance(15)
  await desk.publish()
  for (const { incident } of (await desk.find({ statuses: ["replied-final"] }, { limit: 100 })).incidents) {
    await desk.execute({ type: "close", incidentId: incident.incidentId, reason: "no-objection" }, { actor: moderator })
    if (merging) await forget(desk)
  }
}

/** The second complaint about heating is worked on in the first. */
async function mergeHeating(desk: Desk): Promise<void> {
  const heating = (await desk.find({ topics: ["heating"] }, { limit: 100 })).incidents.map(({ incident }) => incident)
  const [first, second] = heating
  if (first?.status !== "assigned" || second?.status !== "assigned") return
  await desk.execute({ type: "merge", incidentId: second.incidentId, into: first.incidentId }, { actor: moderator })
}

/** Once all is done a message disappears from the network, and its text from the database. */
async function forget(desk: Desk): Promise<void> {
  for (const { incident } of (await desk.find({ statuses: ["closed"], topics: ["heating"] }, { limit: 100 })).incidents) {
    const messageKey = incident.messageKeys.at(-1) ?? ""
    await desk.execute({ type: "note-deletion", incidentId: incident.incidentId, messageKey }, { actor: moderator })
  }
}

/** What must not depend on where the process died: everything but the moments. */
async function summary(road: Road) {
  const { incidents } = await road.desk.find({}, { limit: 100 })
  const logs = await Promise.all(
    incidents.map(async ({ incident }) => (await loadOne(road.storage, incident.incidentId)).events.map((event) => event.type)),
  )
  return {
    incidents: incidents.map(({ number, facts, incident }) => ({
      number,
      id: facts.incidentId,
      status: facts.status,
      topic: facts.topic,
      replies: incident.messageKeys.length,
    })),
    logs,
    erased: (
      await road.storage.read(
        "message",
        texts.map((_text, index) => `vk:-1_${index + 1}`),
      )
    ).map((message) => message.text === null),
    standing: road.network.standing.map((reply) => reply.replyKey.replace(/_r\d+$/, "")).toSorted(),
    cursor: (await road.storage.readCursors("vk:wall")).map(({ cursor, read, matched }) => ({ cursor, read, matched })),
    outbox: (await Promise.all(incidents.map(({ incident }) => road.storage.readOutbox(incident.incidentId))))
      .flat()
      .map((entry) => entry.state),
  }
}

const texts = ["Батареи холодные", "Спасибо всем", "Яма на дороге", "Холодные батареи в подъезде", "Продам дом"]

async function freshRoad(open: () => Storage): Promise<Road> {
  const road = await buildRoad(open)
  texts.forEach((text, index) => road.network.messages.push(complaint(text, `vk:-1_${index + 1}`)))
  return road
}

/** How a day is played, and where the process dies in it. */
export interface KilledDay {
  readonly open: () => Storage
  readonly when: "before" | "after"
  /** Whether incidents are merged, and a message disappears. */
  readonly merging: boolean
  /** The first fatal call, and how far to the next one: 1 and 1 for every call. */
  readonly first: number
  readonly step: number
}

/**
 * Plays a day once for each fatal call, and checks that it ends as if nothing had happened.
 *
 * @throws of `node:assert`
 */
export async function checkKilledDays({ open, when, merging, first, step }: KilledDay): Promise<void> {
  const undisturbed = await freshRoad(open)
  const counter = executioner(Number.POSITIVE_INFINITY, when)
  await day(undisturbed, counter, merging)
  const expected = await summary(undisturbed)
  assert.deepEqual(
    expected.incidents.map((incident) => incident.status),
    ["closed", "closed", merging ? "merged" : "closed"],
  )
  assert.deepEqual(expected.erased, [false, false, merging])
  assert.equal(expected.standing.length, 3)
  assert.ok(counter.calls.count > 50)
  for (let fatal = first; fatal <= counter.calls.count; fatal += step) {
    const road = await freshRoad(open)
    await day(road, executioner(fatal, when), merging).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
    })
    road.clock.advance(6)
    await day(road, null, merging)
    assert.deepEqual(await summary(road), expected, `killed ${when} call ${fatal}`)
  }
}
