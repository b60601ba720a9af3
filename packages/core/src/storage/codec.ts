import { z } from "zod"
import { DeskError, inputIssues } from "../base/index.ts"
import type { IncidentEvent, IncidentEventType } from "../incident/index.ts"
import { eventFields } from "./event-fields.ts"
import type { Draft, OutboxEntry } from "./unit-of-work.ts"

/** A stored event of any version, before its shape is known. */
export type RawEvent = Readonly<Record<string, unknown>>

/**
 * How an event of an older schema version becomes one of the next version, by event type and the version that it comes from.
 * Total: an old log must stay readable for ever.
 */
export type Upcasters = { readonly [Type in IncidentEventType]?: Readonly<Record<number, (event: RawEvent) => RawEvent>> }

/** No event has a second version yet. */
const upcasters: Upcasters = {}

const canonicalInstant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "a canonical instant was expected")

const envelopeSchema = z.looseObject({
  type: z.string().refine((type) => Object.hasOwn(eventFields, type), "a known event type was expected"),
  schemaVersion: z.int().min(1),
  at: canonicalInstant,
  by: z.looseObject({ id: z.string(), kind: z.enum(["person", "system"]) }),
})

/**
 * The text under which an event is stored: JSON.
 *
 * @param event - an event of the present schema version
 * @throws DeskError `protocol` with the path, when it is no such event: what could not be read back is never written
 */
export function encodeEvent(event: IncidentEvent): string {
  checkShape(event, newestVersion(upcasters, event.type))
  return JSON.stringify(event)
}

/**
 * Reads a stored event, and lifts one of an older schema version to the present one.
 *
 * @param text - as {@link encodeEvent} gave it, in this or any earlier version of the package
 * @throws DeskError `protocol` with the path: not JSON, an unknown type, a missing field, or a version that is newer than this package
 */
export function decodeEvent(text: string): IncidentEvent {
  return decodeEventWith(upcasters, text)
}

/**
 * {@link decodeEvent} under given upcasters.
 *
 * @param chain - the upcasters
 * @param text - the stored text
 */
export function decodeEventWith(chain: Upcasters, text: string): IncidentEvent {
  let raw: RawEvent = checkEnvelope(decodeRecord<unknown>(text, "event"))
  const type = raw["type"] as IncidentEventType
  const newest = newestVersion(chain, type)
  while (versionOf(raw) < newest) {
    const from = versionOf(raw)
    const lift = chain[type]?.[from]
    if (lift === undefined) throw unreadable("schemaVersion", `no way leads from version ${from} of "${type}" to ${newest}`)
    raw = { ...lift(raw), schemaVersion: from + 1 }
  }
  return checkShape(raw, newest)
}

/**
 * Reads a stored JSON text that is no event: a view, a message, a draft.
 *
 * @param text - as it stands in the database
 * @param what - names the thing in the error
 * @throws DeskError `protocol` when it is not JSON; the error does not hold the text
 */
export function decodeRecord<Stored>(text: string, what: string): Stored {
  try {
    return JSON.parse(text) as Stored
  } catch {
    throw unreadable(what, `a stored ${what} is not JSON`)
  }
}

/**
 * Reads a stored draft, also one of a version of the package that knew no texts for networks and no guidance.
 *
 * @param text - as it stands in the database
 * @throws DeskError `protocol` when it is not JSON
 */
export function decodeDraft(text: string): Draft {
  return { ...draftDefaults, ...decodeRecord<Draft>(text, "draft") }
}

/**
 * Reads a stored reply, also one of a version of the package that put replies under messages alone.
 *
 * @param text - as it stands in the database
 * @throws DeskError `protocol` when it is not JSON
 */
export function decodeOutboxEntry(text: string): OutboxEntry {
  return { ...outboxDefaults, ...decodeRecord<OutboxEntry>(text, "outbox entry") }
}

const draftDefaults: Pick<Draft, "variants" | "guidanceId"> = { variants: [], guidanceId: null }
const outboxDefaults: Pick<OutboxEntry, "placement" | "refusal"> = { placement: "under-message", refusal: null }

function newestVersion(chain: Upcasters, type: IncidentEventType): number {
  return Math.max(1, ...Object.keys(chain[type] ?? {}).map((from) => Number(from) + 1))
}

function versionOf(raw: RawEvent): number {
  return Number(raw["schemaVersion"])
}

function checkEnvelope(value: unknown): RawEvent {
  const result = envelopeSchema.safeParse(value)
  if (result.success) return result.data
  const issue = inputIssues(result.error)[0]
  throw unreadable(issue?.path ?? "", `a stored event cannot be read: ${issue?.message ?? "invalid"}`)
}

function checkShape(value: unknown, newest: number): IncidentEvent {
  const raw = checkEnvelope(value)
  const type = raw["type"] as IncidentEventType
  if (versionOf(raw) !== newest) {
    throw unreadable(
      "schemaVersion",
      `version ${versionOf(raw)} of "${type}" was written by a newer package; this one knows up to ${newest}`,
    )
  }
  const missing = eventFields[type].find((field) => raw[field] === undefined)
  if (missing !== undefined) throw unreadable(missing, `an event "${type}" without its field "${missing}"`)
  return value as IncidentEvent
}

function unreadable(path: string, message: string): DeskError<"protocol"> {
  return new DeskError("protocol", message, { path })
}
