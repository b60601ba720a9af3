import assert from "node:assert/strict"
import { addMinutes, type Storage } from "@otklik/core"
import type { Lease, LeaseKind, LeaseOptions } from "@otklik/core/storage"
import { appendOf, buildIncident, buildOutboxEntry } from "../build/index.ts"
import type { OpenedStorage } from "./subject.ts"

/** The moment at which the lease cases play. */
export const leaseMoment = "2026-03-02T20:00:00.000Z"

/** Long enough for a case to end under the lease, also by a database's clock. */
export const longLease = 600_000

/** Short enough to be waited for. */
export const shortLease = 30

/** What can be leased when {@link provideWork} has been called. */
export const workIds: Readonly<Record<LeaseKind, string>> = {
  source: "vk:club1/wall",
  clock: "incident-1",
  reply: "outbox-1",
  slot: "vk:service/3 a second/0",
  feed: "webhooks",
}

/** Stores one clock and one reply that are due at {@link leaseMoment}; sources, slots and consumers need no storing. */
export async function provideWork(storage: Storage): Promise<void> {
  const built = buildIncident({ incidentId: workIds.clock, status: "assigned" })
  await storage.commit({ appends: [appendOf(built)], outbox: [buildOutboxEntry({ outboxId: workIds.reply })] })
}

/** Asks for the work of one kind that {@link provideWork} provided. */
export function workOf(kind: LeaseKind, special: Partial<LeaseOptions> = {}): LeaseOptions {
  const among = kind === "source" || kind === "slot" || kind === "feed" ? { among: [workIds[kind]] } : {}
  return { kind, owner: "worker-1", now: leaseMoment, ttlMillis: longLease, limit: 10, ...among, ...special }
}

/** Takes the one thing that is due. */
export async function take(storage: Storage, options: LeaseOptions): Promise<Lease> {
  const [lease] = await storage.lease(options)
  assert.ok(lease !== undefined, `a lease of a ${options.kind} was expected, but there is none`)
  return lease
}

/**
 * Makes a lease lost, and lets another worker have the thing: gives it back, or, should that not free it, lets it run
 * out. That each of these ways works is promised by cases of their own.
 */
export async function lose(opened: OpenedStorage, kind: LeaseKind): Promise<{ readonly lost: Lease; readonly newer: Lease }> {
  const lost = await take(opened.storage, workOf(kind, { ttlMillis: shortLease }))
  const second = await opened.openSecond()
  await second.settle({ lease: lost })
  const [freed] = await second.lease(workOf(kind, { owner: "worker-2" }))
  if (freed !== undefined) return { lost, newer: freed }
  await opened.advance(shortLease)
  return { lost, newer: await take(second, workOf(kind, { owner: "worker-2", now: addMinutes(leaseMoment, 1) })) }
}
