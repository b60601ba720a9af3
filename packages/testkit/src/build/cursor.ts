import type { CursorMove } from "@otklik/core/storage"

/**
 * Builds the first move of a source's cursor. The same options always build the same move.
 *
 * @param special - what is to be different
 */
export function buildCursorMove(special: Partial<CursorMove> = {}): CursorMove {
  return {
    connectorId: "vk:club1",
    sourceId: "wall",
    expected: null,
    next: "1",
    at: "2026-03-02T06:01:00.000Z",
    read: 100,
    matched: 3,
    skipped: 1,
    gaps: [],
    ...special,
  }
}
