const hour = 3_600_000

/**
 * Since this moment Moscow is three hours ahead of UTC; for the three years before it was four (IANA: Europe/Moscow).
 */
const threeHoursSince = Date.UTC(2014, 9, 25, 22)

/**
 * A date of OK: Moscow time without a zone.
 *
 * @param text - as `2026-11-24 06:00:00`
 * @returns milliseconds since 1970; undefined for anything else
 */
export function moscowMillis(text: string): number | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(text) ?? []
  if (day === undefined) return undefined
  const asUtc = Date.parse(`${day}T${time}Z`)
  if (Number.isNaN(asUtc)) return undefined
  return asUtc - 3 * hour >= threeHoursSince ? asUtc - 3 * hour : asUtc - 4 * hour
}

/**
 * The moment in the id of a comment: Base64 of `ms:n:ms:discussion:n`, as recorded.
 *
 * @returns milliseconds since 1970; undefined for an id of another form
 */
export function idMillis(id: string): number | undefined {
  const millis = /^(\d{12,14}):-?\d+:\d+:\d+:\d+$/.exec(Buffer.from(id, "base64").toString("latin1"))?.[1]
  return millis === undefined ? undefined : Number(millis)
}
