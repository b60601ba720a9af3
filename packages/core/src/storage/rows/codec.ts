import * as z from "zod"
import { DeskError, inputIssues, isDeskError } from "../../base/index.ts"
import type { IncidentEvent, IncidentEventType } from "../../incident/index.ts"
import { eventFields } from "./event-fields.ts"

/** A stored event of any version, before its shape is known. */
export type RawEvent = Readonly<Record<string, unknown>>

/**
 * How an event of an older schema version becomes one of the next version, by event type and the version that it comes
 * from. Total: an old log must stay readable for ever.
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

/** Events as text, in the versions of one package. */
export interface EventCodec {
  /**
   * The text under which an event is stored: JSON.
   *
   * @param event - an event of the present schema version
   * @throws DeskError `protocol` with the path, when it is no such event: what could not be read back is never written
   */
  encode(event: IncidentEvent): string
  /**
   * Reads a stored event, and lifts one of an older schema version to the present one.
   *
   * @param text - as {@link EventCodec.encode} gave it, in this or any earlier version of the package
   * @param place - its place, as `INCIDENT@VERSION`; the path of an error begins with it
   * @throws DeskError `protocol` with the path: not JSON, an unknown type, a missing field, or a version that is newer
   * than this package
   */
  decode(text: string, place?: string): IncidentEvent
  /** Whether an event that was stored in this process has its present version: it needs no lifting. */
  isPresent(event: IncidentEvent): boolean
}

/**
 * The codec of events under given upcasters: that of a storage which reads what another version of the package writes.
 * {@link encodeEvent} and {@link decodeEvent} are that of this version.
 *
 * @param chain - the upcasters; default: those of this version
 */
export function createEventCodec(chain: Upcasters = upcasters): EventCodec {
  return {
    encode(event) {
      checkShape(event, newestVersion(chain, event.type))
      return JSON.stringify(event)
    },
    decode(text, place) {
      try {
        return decodeUnder(chain, text)
      } catch (error) {
        throw place === undefined ? error : placed(error, place)
      }
    },
    isPresent: (event) => event.schemaVersion === newestVersion(chain, event.type),
  }
}

const present = createEventCodec()

/**
 * {@link EventCodec.encode} of this version of the package.
 *
 * @param event - an event of the present schema version
 * @throws DeskError `protocol`
 */
export function encodeEvent(event: IncidentEvent): string {
  return present.encode(event)
}

/**
 * {@link EventCodec.decode} of this version of the package.
 *
 * @param text - the stored text
 * @param place - its place, as `INCIDENT@VERSION`
 * @throws DeskError `protocol`
 */
export function decodeEvent(text: string, place?: string): IncidentEvent {
  return present.decode(text, place)
}

function decodeUnder(chain: Upcasters, text: string): IncidentEvent {
  let raw: RawEvent = checkEnvelope(decodeRecord<unknown>(text, "event"))
  const type = raw["type"] as IncidentEventType
  const newest = newestVersion(chain, type)
  while (versionOf(raw) < newest) {
    const from = versionOf(raw)
    const lift = chain[type]?.[from]
    if (lift === undefined) throw unreadable("schemaVersion", `there is no upgrade from version ${from} of "${type}" to ${newest}`)
    raw = { ...lift(raw), schemaVersion: from + 1 }
  }
  return checkShape(raw, newest)
}

/** The same trouble, with the event that it is about. */
function placed(error: unknown, place: string): unknown {
  if (!isDeskError(error, "protocol")) return error
  const { path } = error.details
  return unreadable(path === "" ? place : `${place}.${path}`, `${error.message}, at ${place}`)
}

/**
 * Reads a stored JSON text that is no event: a view, a message, a draft.
 *
 * @param text - as the database has it
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
