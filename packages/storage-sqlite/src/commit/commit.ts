import { factColumns, factRow } from "@otklik/core/internal"
import { duplicateClaims, lostRace, notHeld, type Append, type Committed, type UnitOfWork } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { moveCursors } from "./cursors.ts"
import { writeClocksAndLabels, writeEvidence, writeMarks } from "./marks.ts"
import { writeDrafts, writeMessages, writeOutbox } from "./texts.ts"
import { advanceCounter, readCounter, type Counter } from "./counter.ts"
import { writeKeeping } from "./privacy.ts"
import { releaseLease } from "../lease.ts"

const insertIncident = `INSERT INTO otklik_incident (tenant, incident_id, number, version, wake_at, ${factColumns.join(", ")}, state)
  VALUES (?, ?, ?, ?, ?, ${factColumns.map(() => "?").join(", ")}, ?) ON CONFLICT (tenant, incident_id) DO NOTHING`

const updateIncident = `UPDATE otklik_incident SET version = ?, wake_at = ?, ${factColumns.map((column) => `${column} = ?`).join(", ")}, state = ?
  WHERE tenant = ? AND incident_id = ? AND version = ?`

const insertEvent = "INSERT INTO otklik_event (tenant, position, incident_id, version, body) VALUES (?, ?, ?, ?, ?)"

const insertClaim = "INSERT INTO otklik_claim (tenant, key, incident_id) VALUES (?, ?, ?) ON CONFLICT (tenant, key) DO NOTHING"

const deleteClaim = "DELETE FROM otklik_claim WHERE tenant = ? AND key = ? AND incident_id = ?"

const selectHeld = "SELECT key FROM otklik_claim WHERE tenant = ? AND key = ? AND incident_id = ?"

/**
 * All or nothing, in one write transaction. Everything is turned into text before it begins, so that the database is
 * held for the writes only.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param unit - what is to be stored
 * @throws DeskError `conflict`, `duplicate`, `protocol`
 */
export function commitUnit(connection: Connection, tenant: string, unit: UnitOfWork): Committed {
  const appends = (unit.appends ?? []).map((append) => ({
    append,
    bodies: append.events.map((event) => connection.codec.encode(event)),
    state: JSON.stringify(append.view.incident),
  }))
  const committed = connection.write(() => {
    for (const lease of unit.leases ?? []) releaseLease(connection, tenant, lease)
    releaseClaims(connection, tenant, unit)
    takeClaims(connection, tenant, unit)
    const numbers = new Map<string, number>()
    const counter = readCounter(connection, tenant)
    for (const prepared of appends) writeAppend(connection, tenant, { ...prepared, counter, numbers })
    if (appends.length > 0) advanceCounter(connection, tenant, counter)
    writeMessages(connection, tenant, unit.messages ?? [])
    writeDrafts(connection, tenant, unit.drafts ?? [])
    writeOutbox(connection, tenant, unit.outbox ?? [])
    moveCursors(connection, tenant, unit.cursors ?? [])
    writeKeeping(connection, tenant, unit)
    writeEvidence(connection, tenant, unit.evidence ?? [])
    return { numbers }
  })
  if (takesAway(unit)) connection.emptyWal()
  return committed
}

/** Whether a unit takes a text, an author or an entry of the journal out of the database. */
function takesAway({ tombstones = [], drafts = [], outbox = [], sealedAuthors = [], forgotten = [], journal = [] }: UnitOfWork): boolean {
  return (
    tombstones.length > 0 ||
    forgotten.length > 0 ||
    [...drafts, ...outbox].some(({ text }) => text === "") ||
    sealedAuthors.some(({ sealed }) => sealed === null) ||
    journal.some(({ kind }) => kind === "erasure")
  )
}

interface PreparedAppend {
  readonly append: Append
  readonly bodies: readonly string[]
  readonly state: string
  readonly counter: Counter
  readonly numbers: Map<string, number>
}

function writeAppend(connection: Connection, tenant: string, { append, bodies, state, counter, numbers }: PreparedAppend): void {
  const { incidentId, expectedVersion, view } = append
  const version = expectedVersion + bodies.length
  const row = factRow(view.facts)
  const values = factColumns.map((column) => row[column])
  if (expectedVersion === 0) {
    const number = counter.number + 1
    const changes = connection.run(insertIncident, tenant, incidentId, number, version, view.wakeAt, ...values, state)
    if (changes === 0) throw lostRace("incident", incidentId, `${incidentId} exists already: load it again`)
    counter.number = number
    numbers.set(incidentId, number)
  } else {
    const changes = connection.run(updateIncident, version, view.wakeAt, ...values, state, tenant, incidentId, expectedVersion)
    if (changes === 0) throw lostRace("incident", incidentId, `${incidentId} is not at version ${expectedVersion}: load it again`)
  }
  for (const [index, body] of bodies.entries()) {
    counter.position += 1
    connection.run(insertEvent, tenant, counter.position, incidentId, expectedVersion + index + 1, body)
  }
  writeMarks(connection, tenant, append)
  writeClocksAndLabels(connection, tenant, append)
}

function releaseClaims(connection: Connection, tenant: string, unit: UnitOfWork): void {
  const unheld: string[] = []
  for (const { key, incidentId } of unit.releases ?? []) {
    if (connection.run(deleteClaim, tenant, key, incidentId) === 0) unheld.push(key)
  }
  const [first] = unheld.toSorted()
  if (first !== undefined) throw notHeld(first)
}

function takeClaims(connection: Connection, tenant: string, unit: UnitOfWork): void {
  const taken: string[] = []
  for (const { key, incidentId, shared = false } of unit.claims ?? []) {
    if (connection.run(insertClaim, tenant, key, incidentId) > 0) continue
    if (!shared || connection.get(selectHeld, tenant, key, incidentId) === undefined) taken.push(key)
  }
  if (taken.length > 0) throw duplicateClaims(taken.toSorted())
}
