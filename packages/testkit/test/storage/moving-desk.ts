import { movingOf } from "@otklik/core/storage"
import { createDesk, type Actor, type Desk, type Storage } from "@otklik/core"
import type { ImportResult, JournalEntry } from "@otklik/core/storage"
import { everything } from "./same-answers.ts"

/** Who moves tenants in tests. */
export const mover: Actor = { id: "officer-1", kind: "person" }

/** A desk that does nothing but move. */
export function movingDesk(storage: Storage): Desk {
  return createDesk({
    storage,
    connectors: [],
    rules: [],
    routing: { authorities: [], territories: [], rules: [] },
    policies: [],
    authorKey: new Uint8Array(32).fill(7),
    // The keys that generated data name: what they do not open comes along as it is.
    keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(1), "key-1": new Uint8Array(32).fill(2) } },
    clock: { now: () => "2026-11-25T00:00:00.000Z" },
  })
}

/** Everything of one storage into another, line by line. */
export async function move(source: Storage, target: Storage): Promise<ImportResult> {
  return movingDesk(target).import({ lines: movingDesk(source).export({ actor: mover }) }, { actor: mover })
}

/** {@link everything} but for what the journal says of moving, which is one entry more after every step. */
export async function everythingButMoves(storage: Storage): Promise<Readonly<Record<string, unknown>>> {
  const all = await everything(storage)
  const records = (all["records"] as readonly (readonly string[])[]).map((list) => list.filter((record) => !isMove(record)))
  const { journal, ...counts } = await movingOf(storage).countRecords()
  return { ...all, records, counts: { ...counts, journal: journal - (await movesOf(storage)).length } }
}

/** What the journal says of moving, oldest first. */
export async function movesOf(storage: Storage): Promise<readonly JournalEntry[]> {
  return (await storage.privacy.readJournal({ kind: "move", limit: 1000 })).entries
}

function isMove(record: string): boolean {
  return (JSON.parse(record) as { readonly kind?: unknown }).kind === "move"
}
