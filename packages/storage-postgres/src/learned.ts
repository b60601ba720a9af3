import { lostRace, type LearnedName, type LearnedState } from "@otklik/core/storage"
import type { Connection } from "./client/connection.ts"
import { textAt } from "./read/rows.ts"

/** What was learned under a name. */
export async function readLearned({ schema, read }: Connection, tenant: string, name: LearnedName): Promise<LearnedState | undefined> {
  const [row] = await read(
    `SELECT format, position, encode(body, 'base64') FROM ${schema}.learned WHERE tenant = $1 AND name = $2`,
    tenant,
    name,
  )
  return row === undefined ? undefined : { format: textAt(row, 0), position: textAt(row, 1), body: fromBase64(textAt(row, 2)) }
}

/**
 * Stores what was learned.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export async function writeLearned(
  { schema, write }: Connection,
  tenant: string,
  name: LearnedName,
  { format, position, body, expectedPosition }: LearnedState & { readonly expectedPosition: string | null },
): Promise<void> {
  const values = [tenant, name, format, position, toBase64(body)]
  const rows =
    expectedPosition === null
      ? await write(
          `INSERT INTO ${schema}.learned (tenant, name, format, position, body) VALUES ($1, $2, $3, $4, decode($5, 'base64'))
        ON CONFLICT (tenant, name) DO NOTHING RETURNING name`,
          ...values,
        )
      : await write(
          `UPDATE ${schema}.learned SET format = $3, position = $4, body = decode($5, 'base64')
        WHERE tenant = $1 AND name = $2 AND position = $6 RETURNING name`,
          ...values,
          expectedPosition,
        )
  if (rows.length === 0) throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
}

const signs = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")

/** Sign by sign: `btoa` takes a text of 16 MB apart for seconds. */
function toBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  const byte = (at: number): number => bytes[at] ?? 0
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const three = byte(at) * 65_536 + byte(at + 1) * 256 + byte(at + 2)
    const left = bytes.length - at
    text[to] = signs[three >> 18] ?? 0
    text[to + 1] = signs[(three >> 12) & 63] ?? 0
    text[to + 2] = signs[left > 1 ? (three >> 6) & 63 : 64] ?? 0
    text[to + 3] = signs[left > 2 ? three & 63 : 64] ?? 0
  }
  return new TextDecoder().decode(text)
}

/** Line breaks, of which the server puts one after every 76 signs, are passed over by `atob`. */
function fromBase64(text: string): Uint8Array {
  const units = atob(text)
  const bytes = new Uint8Array(units.length)
  for (let at = 0; at < units.length; at += 1) bytes[at] = units.charCodeAt(at)
  return bytes
}
