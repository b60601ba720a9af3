import type { Budget } from "@otklik/connector-kit"
import { sha256 } from "@otklik/core/internal"
import type { OkPage } from "../api/schemas.ts"

/** How a list with anchors is walked. */
export interface PagesOptions {
  /** Items that a page holds at most. */
  readonly pageSize: number
  readonly budget: Budget
  /** Absent anchor: the newest page. */
  fetch(anchor: string | undefined): Promise<OkPage>
  /** Whether an item lies behind where the walk may end. */
  isOld(item: unknown): boolean
}

/** What a walk showed, and whether it came to the end of the list or behind where it may end. */
export interface WalkedPages {
  readonly items: readonly unknown[]
  readonly entities: readonly unknown[]
  readonly isWhole: boolean
}

/**
 * Walks a list from its newest page backwards. A page without anything new ends it, however it is sorted inside; an
 * empty one does not, as long as OK says that there is more. Anchors are used within one walk only: they may expire.
 *
 * @param options - see {@link PagesOptions}
 */
export async function walkPages({ pageSize, budget, fetch, isOld }: PagesOptions): Promise<WalkedPages> {
  const seen = new Set<string>()
  const items: unknown[] = []
  const entities: unknown[] = []
  let anchor: string | undefined
  for (;;) {
    if (!budget.spend()) return { items, entities, isWhole: false }
    const page = await fetch(anchor)
    entities.push(page.entities)
    for (const item of page.items) {
      const mark = itemMark(item)
      if (!seen.has(mark)) items.push(item)
      seen.add(mark)
    }
    const isBehind = page.items.length > 0 && page.items.every(isOld)
    if (isBehind || page.hasMore === false) return { items, entities, isWhole: true }
    if (page.hasMore === undefined && page.items.length < pageSize) return { items, entities, isWhole: true }
    if (page.anchor === undefined || page.anchor === anchor) return { items, entities, isWhole: false }
    ;({ anchor } = page)
  }
}

/** What distinguishes an item from the others, even when it is broken. */
export function itemMark(item: unknown): string {
  const id: unknown = typeof item === "object" && item !== null ? (Reflect.get(item, "id") ?? Reflect.get(item, "object_id")) : undefined
  return typeof id === "string" || typeof id === "number" ? String(id) : sha256(JSON.stringify(item) ?? "").slice(0, 16)
}
