import { lostRace, type LearnedName, type LearnedState } from "@otklik/core/storage"
import type { Connection } from "./handle/connection.ts"
import { bytesOf, textOf } from "./read/rows.ts"

const insert =
  "INSERT INTO otklik_learned (tenant, name, format, position, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tenant, name) DO NOTHING"

const replace = "UPDATE otklik_learned SET format = ?, position = ?, body = ? WHERE tenant = ? AND name = ? AND position = ?"

/** What was learned under a name. */
export function readLearned(connection: Connection, tenant: string, name: LearnedName): LearnedState | undefined {
  const row = connection.get("SELECT format, position, body FROM otklik_learned WHERE tenant = ? AND name = ?", tenant, name)
  return row === undefined ? undefined : { format: textOf(row, "format"), position: textOf(row, "position"), body: bytesOf(row, "body") }
}

/**
 * Stores what was learned.
 *
 * @throws DeskError `conflict` when another position is stored
 */
export function writeLearned(
  connection: Connection,
  tenant: string,
  name: LearnedName,
  { format, position, body, expectedPosition }: LearnedState & { readonly expectedPosition: string | null },
): void {
  connection.write(() => {
    const changes =
      expectedPosition === null
        ? connection.run(insert, tenant, name, format, position, body)
        : connection.run(replace, format, position, body, tenant, name, expectedPosition)
    if (changes === 0) throw lostRace("learned", name, `${name} was learned by another worker: read it again`)
  })
}
