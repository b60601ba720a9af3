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

/** The most bytes that become arguments of one call. */
const chunk = 0x6000

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += chunk) parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + chunk))))
  return parts.join("")
}

/** Line breaks, of which the server puts one after every 76 signs, are passed over by `atob`. */
function fromBase64(text: string): Uint8Array {
  const units = atob(text)
  const bytes = new Uint8Array(units.length)
  for (let at = 0; at < units.length; at += 1) bytes[at] = units.charCodeAt(at)
  return bytes
}
