/**
 * What a channel published. Its shape is described by the docstrings of `diagnosticsChannels`; whatever is missing is
 * passed over.
 */
export type Payload = Readonly<Record<string, unknown>>

/** A payload as a record; nothing for anything else. */
export function payloadOf(message: unknown): Payload {
  return typeof message === "object" && message !== null ? (message as Payload) : {}
}

/** A field as text; `none` where there is none. */
export function textAt(payload: Payload, field: string): string {
  const value = payload[field]
  return typeof value === "string" ? value : "none"
}

/** A field as a number; 0 where there is none. */
export function numberAt(payload: Payload, field: string): number {
  const value = payload[field]
  return typeof value === "number" && Number.isFinite(value) ? value : 0
}

/** Seconds from one moment to another, 0 at least. */
export function secondsBetween(payload: Payload, from: string, to: string): number {
  const seconds = (Date.parse(textAt(payload, to)) - Date.parse(textAt(payload, from))) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0
}
