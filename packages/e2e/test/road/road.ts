import { DatabaseSync } from "node:sqlite"
import Database from "better-sqlite3"
import {
  createDesk,
  type Actor,
  type Desk,
  type DeskCommand,
  type DeskOptions,
  type Rule,
  type Storage,
  type TickResult,
} from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { buildMessage, createManualClock, type ManualClock } from "@otklik/testkit"
import { createScriptedNetwork, type ScriptedNetwork } from "./scripted-connector.ts"

/** Every storage, each with a fresh and empty one. */
export const storages: readonly (readonly [name: string, open: () => Storage])[] = [
  ["memory", () => createMemoryStorage()],
  ["node:sqlite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
  ["better-sqlite3", () => createSqliteStorage({ database: new Database(":memory:") })],
]

export const moderator: Actor = { id: "moderator-1", kind: "person" }
export const executor: Actor = { id: "executor-1", kind: "person" }
const supervisor: Actor = { id: "supervisor-1", kind: "person" }
export const approver: Actor = { id: "approver-1", kind: "person" }

/** A small desk on one storage, its network and its clock. */
export interface Road {
  readonly desk: Desk
  readonly storage: Storage
  readonly network: ScriptedNetwork
  readonly clock: ManualClock
  /** The same host once more on the same storage, as after a restart. */
  restart(change?: Partial<DeskOptions>): Desk
}

/** What the road searches for. */
export const roadRules: readonly Rule[] = [
  { id: "cold", query: "батаре* & холодн*", topic: "heating" },
  { id: "pit", query: "яма", topic: "roads", registration: "review" },
]

/** Builds the road that the tests walk. */
export async function buildRoad(open: () => Storage, change: Partial<DeskOptions> = {}): Promise<Road> {
  const storage = open()
  await storage.migrate()
  const network = createScriptedNetwork()
  const clock = createManualClock({ at: "2026-11-24T01:00:00.000Z" })
  const restart = (again: Partial<DeskOptions> = {}): Desk =>
    createDesk({
      storage,
      connectors: [network.connector],
      ...(change.matcher === undefined && again.matcher === undefined ? { rules: roadRules } : {}),
      topics: [
        { id: "heating", title: "Heating", importance: "raised", evidenceRequired: true },
        { id: "roads", title: "Roads" },
      ],
      routing: {
        authorities: [
          { id: "heat", title: "Heat", kind: "utility" },
          { id: "roads", title: "Roads", kind: "administration" },
        ],
        territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
        rules: [{ id: "heating", when: { topics: ["heating"], territoryIds: ["town"] }, assign: { authorityId: "heat" } }],
      },
      policies: [
        {
          id: "raised-4h",
          version: "1",
          goal: "first-reply",
          startsAt: "registered",
          term: { minutes: 240, time: "wall" },
          appliesTo: { importance: "raised" },
        },
        { id: "normal-8h", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "wall" } },
      ],
      authorKey: new Uint8Array(32).fill(7),
      clock,
      ...change,
      ...again,
    })
  return { desk: restart(), storage, network, clock, restart }
}

let serial = 0

/** A complaint about heating in the town's community; each with a key of its own. */
export function complaint(text = "Батареи холодные вторые сутки", key = `vk:-1_${(serial += 1)}`) {
  return buildMessage({ key, text, authorId: "citizen-9000", publishedAt: "2026-11-24T00:50:00.000Z" })
}

/** The only incident of a road. */
export async function only(road: Pick<Road, "desk">) {
  const { incidents } = await road.desk.find({}, { limit: 10, actor: supervisor })
  if (incidents.length !== 1 || incidents[0] === undefined) throw new Error(`one incident was expected, there are ${incidents.length}`)
  return incidents[0]
}

/** Takes the only incident through work, proof and draft to an approved reply. */
export async function approveReply(road: Pick<Road, "desk">, text = "Heat is back, pump replaced.") {
  const { desk } = road
  const { incident } = await only(road)
  const { incidentId } = incident
  await desk.execute({ type: "take", incidentId }, { actor: executor })
  await desk.execute(
    { type: "attach-evidence", incidentId, evidenceId: "evi_1", shows: "fix", contentHash: "a".repeat(64) },
    { actor: executor },
  )
  const drafted = await desk.execute(
    { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "fix-claimed" } },
    { actor: executor },
  )
  if (drafted.incident.status !== "reply-review") throw new Error("the draft was not taken")
  const { draftId, textHash } = drafted.incident.draft
  await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
  return incidentId
}

/** A whole result of `desk.tick`: what is not named did not happen. */
export function ticked(counts: Partial<TickResult>): TickResult {
  return { woken: 0, missed: 0, escalated: 0, resumed: 0, closed: 0, surveyed: 0, answered: 0, failures: [], ...counts }
}

/** Registers one complaint and takes it up. */
export async function takeOne(road: Road): Promise<string> {
  road.network.messages.push(complaint())
  await road.desk.pull()
  const { incidentId } = (await only(road)).incident
  await road.desk.execute({ type: "take", incidentId }, { actor: executor })
  return incidentId
}

/** Drafts, approves and publishes a reply. */
export async function reply(
  road: Pick<Road, "desk">,
  incidentId: string,
  draft: Omit<Extract<DeskCommand, { type: "submit-draft" }>, "type" | "incidentId" | "text"> & { readonly text?: string },
): Promise<ExistingIncident> {
  const { desk } = road
  const drafted = await desk.execute({ type: "submit-draft", incidentId, text: "We are on it.", ...draft }, { actor: executor })
  if (drafted.incident.status !== "reply-review") throw new Error("the draft was not taken")
  const { draftId, textHash } = drafted.incident.draft
  await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
  await desk.publish()
  const stored = await desk.case(incidentId, { actor: supervisor })
  if (stored === undefined) throw new Error("the incident is gone")
  return stored.incident.state
}
