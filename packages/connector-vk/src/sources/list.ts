import type { Budget } from "@otklik/connector-kit"
import { sha256 } from "@otklik/core/internal"
import * as z from "zod"
import type { listSchema } from "../api/schemas.ts"

/** What a list showed, and whether its end, or where the caller wanted to stop, was reached. */
export interface WalkedList {
  readonly items: readonly unknown[]
  readonly isWhole: boolean
}

/** How a list with offsets is walked. */
export interface ListOptions {
  readonly pageSize: number
  readonly budget: Budget
  fetch(offset: number, count: number): Promise<z.output<typeof listSchema>>
  /** What distinguishes an item from the others, where that is possible. */
  idOf(item: unknown): string | undefined
  /** Whether the walk may end after this item. */
  isEnd(item: unknown): boolean
}

/** How many items two pages share. */
const overlap = 5

/**
 * Walks a list that changes while it is read. Pages overlap: when something new shifts the list down, known items come
 * again and are passed over; when something was deleted and the list moved up, the shared items are missing, and the
 * walk steps back to where it knows the list.
 *
 * @param options - see {@link ListOptions}
 */
export async function walkList({ pageSize, budget, fetch, idOf, isEnd }: ListOptions): Promise<WalkedList> {
  const seen = new Set<string>()
  const items: unknown[] = []
  const step = Math.max(1, pageSize - overlap)
  /** What a page at this offset was like when it shared nothing with the others. */
  const strange = new Map<number, string>()
  let offset = 0
  let back = step
  let forth = step
  let isLost = false
  for (;;) {
    if (!budget.spend()) return { items, isWhole: false }
    const page = await fetch(offset, pageSize)
    const ids = page.items.map(idOf)
    const look = `${page.count} ${ids.join(" ")}`
    // Strange twice although it was come to by a single place: VK hides the shared items, and nothing moved.
    const isJoined = offset === 0 || ids.some((id) => id !== undefined && seen.has(id)) || (forth === 1 && strange.get(offset) === look)
    if (!isJoined) {
      strange.set(offset, look)
      // Back to where the list is known, twice as far each time; and from there on in steps half as long.
      offset = Math.max(0, Math.min(offset, page.count) - back)
      back *= 2
      forth = Math.max(1, Math.floor(forth / 2))
      isLost = true
      continue
    }
    back = step
    if (!isLost) forth = step
    isLost = false
    let ended = false
    page.items.forEach((item, index) => {
      const id = ids[index]
      if (id !== undefined && seen.has(id)) return
      if (id !== undefined) seen.add(id)
      items.push(item)
      ended ||= isEnd(item)
    })
    // VK leaves hidden items out of a page, so a short page is no end; the whole length decides.
    if (ended || offset + pageSize >= page.count) return { items, isWhole: true }
    offset += forth
  }
}

const headSchema = z.looseObject({ id: z.union([z.number(), z.string()]), owner_id: z.union([z.number(), z.string()]).optional() })

/** The id of an item within its list; undefined for a broken one. */
export function itemId(item: unknown): string | undefined {
  const read = headSchema.safeParse(item)
  return read.success ? `${read.data.owner_id ?? ""}_${read.data.id}` : undefined
}

/** What distinguishes an item from the others even when it is broken. */
export function itemMark(item: unknown): string {
  return itemId(item) ?? sha256(JSON.stringify(item) ?? "").slice(0, 16)
}

const momentSchema = z.looseObject({ date: z.number().int().min(0) })

/** The moment of an item's publication, seconds; undefined for a broken one. */
export function itemMoment(item: unknown): number | undefined {
  const read = momentSchema.safeParse(item)
  return read.success ? read.data.date : undefined
}
