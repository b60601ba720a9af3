import type { Storage } from "@otklik/core"
import type { CursorMove, SourceCursor } from "@otklik/core/storage"
import { byTenant, instead, names, plainMutant, turns, mutant, type Mutant, type Mutants } from "../mutant.ts"

const nothing = () => ({ numbers: new Map<string, number>() })

/** Changes what is read, knowing every move of the source, oldest first. */
function reading(change: (cursor: SourceCursor, moves: readonly CursorMove[]) => SourceCursor): Mutant {
  return mutant(() => {
    const moves = byTenant<CursorMove[]>(() => [])
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        moves(tenant).push(...structuredClone(unit.cursors ?? []))
        return committed
      },
      async readCursors(connectorId) {
        const cursors = await storage.readCursors(connectorId)
        return cursors.map((cursor) =>
          change(
            cursor,
            moves(tenant).filter((move) => move.connectorId === connectorId && move.sourceId === cursor.sourceId),
          ),
        )
      },
    })
  })
}

async function standing(storage: Storage, move: CursorMove | undefined): Promise<string | null> {
  const cursors = move === undefined ? [] : await storage.readCursors(move.connectorId)
  return cursors.find((cursor) => cursor.sourceId === move?.sourceId)?.cursor ?? null
}

/** Storages that mishandle cursors. */
export const cursorMutants: Mutants = {
  "cursor: another handle reads the position it was moved to": reading((cursor, moves) => ({
    ...cursor,
    at: moves[0]?.at ?? cursor.at,
  })),
  "cursor: the counts of its pages add up": reading((cursor, moves) => ({ ...cursor, read: moves.at(-1)?.read ?? 0 })),
  "cursor: its gaps are all kept, in order": reading((cursor, moves) =>
    moves.some(({ replacesGaps }) => replacesGaps === true) ? cursor : { ...cursor, gaps: structuredClone(moves.at(-1)?.gaps ?? []) },
  ),
  "cursor: gaps that take the place of others are the only ones of its source": plainMutant((storage) => ({
    commit: async (unit) => storage.commit({ ...unit, cursors: (unit.cursors ?? []).map((move) => ({ ...move, replacesGaps: false })) }),
  })),
  "cursor: what was noted of its reading stays until something else is noted, through another handle": reading((cursor, moves) => ({
    ...cursor,
    reading: structuredClone(moves.at(-1)?.reading ?? null),
  })),
  "cursor: a note of a reading whose moments or counts do not sort and add up is refused with config": plainMutant((storage) => ({
    async commit(unit) {
      return instead(storage.commit(unit), "config", nothing, names("reading"))
    },
  })),
  "cursor: a move from another position fails with conflict": plainMutant((storage) => ({
    async commit(unit) {
      const stands = await standing(storage, unit.cursors?.[0])
      const forced = (unit.cursors ?? []).map((move) => ({ ...move, expected: stands }))
      return instead(
        storage.commit(unit),
        "conflict",
        () => storage.commit({ ...unit, cursors: forced }),
        () => stands !== null && unit.cursors?.[0]?.expected !== null,
      )
    },
  })),
  "cursor: a first move of a source that moved before fails with conflict": plainMutant((storage) => ({
    async commit(unit) {
      const stands = await standing(storage, unit.cursors?.[0])
      return instead(storage.commit(unit), "conflict", nothing, () => stands !== null && unit.cursors?.[0]?.expected === null)
    },
  })),
  "cursor: a further move of a source that never moved fails with conflict": plainMutant((storage) => ({
    async commit(unit) {
      const stands = await standing(storage, unit.cursors?.[0])
      return instead(storage.commit(unit), "conflict", nothing, () => stands === null && typeof unit.cursors?.[0]?.expected === "string")
    },
  })),
  "cursor: of several that move it at once exactly one does": plainMutant((storage) => ({
    async commit(unit) {
      const [move] = unit.cursors ?? []
      if (move === undefined || move.expected === null || (await standing(storage, move)) !== move.expected) return storage.commit(unit)
      await turns(20)
      return instead(storage.commit(unit), "conflict", nothing)
    },
  })),
  "cursor: those of another connector stay out": mutant(() => {
    const connectors = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const move of unit.cursors ?? []) connectors(tenant).add(move.connectorId)
        return committed
      },
      readCursors: async () => (await Promise.all([...connectors(tenant)].map((id) => storage.readCursors(id)))).flat(),
    })
  }),
  "cursor: those of a connector come by source id": plainMutant((storage) => ({
    readCursors: async (connectorId) => (await storage.readCursors(connectorId)).toReversed(),
  })),
}
