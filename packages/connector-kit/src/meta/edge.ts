import * as z from "zod"
import { sha256 } from "@otklik/core/internal"
import { type Budget, listItems, type ListOptions } from "../list/list-items.ts"
import type { ListedItem } from "../list/listed-item.ts"
import { instantToSeconds, readGraphTime } from "./shape.ts"

/** An answer with a list; a list inside of a node has the same form. Meta adds other fields to each part. */
export interface GraphEdge {
  /** The items, not yet checked. */
  readonly data: readonly unknown[]
  /** Where the next page is. */
  readonly paging?: {
    /** Where this page ends. */
    readonly cursors?: {
      /** The cursor that the next page begins behind. */
      readonly after?: string
    }
    /** The address of the next page, with the token in it. */
    readonly next?: string
  }
  /** `summary`, when it was asked for. */
  readonly summary?: unknown
}

/** Checks a {@link GraphEdge}. */
export const edgeSchema = z.looseObject({
  data: z.array(z.unknown()),
  paging: z.looseObject({ cursors: z.looseObject({ after: z.string().optional() }).optional(), next: z.string().optional() }).optional(),
  summary: z.unknown().optional(),
})

/**
 * What a call of the next page takes beside what the first took: `after`, or `until` with `__paging_token`, or
 * `offset`.
 */
export type PagePlace = Readonly<Record<string, string>>

/** One page of an edge. */
export interface GraphPage {
  /** Each is read by itself, so that a broken one does not hide the others. */
  readonly items: readonly unknown[]
  /** Whether there is a next page: Meta names one. Its address holds the token and is not kept. */
  readonly hasNext: boolean
  /** Where the next page begins; undefined where there is none, and where Meta names it in no way that is known. */
  readonly next: PagePlace | undefined
  /** `summary`, when it was asked for. */
  readonly summary: unknown
}

/**
 * What addresses of next pages may say of the place: by cursors, by time and by number, as Meta's page of paged results
 * names them.
 */
const placeNames = ["after", "until", "__paging_token", "offset"]

/**
 * What an answer with a list holds.
 *
 * @param edge - read by {@link edgeSchema}
 */
export function readAnswer(edge: GraphEdge): GraphPage {
  const page = readEdge(edge)
  const address = edge.paging?.next
  return page.next !== undefined || address === undefined ? page : { ...page, next: placeIn(address) }
}

/**
 * What a list inside of a node holds: its next page can be asked for by `after` only.
 *
 * @param edge - read by {@link edgeSchema}
 */
export function readEdge({ data, paging, summary }: GraphEdge): GraphPage {
  const hasNext = paging?.next !== undefined
  const after = paging?.cursors?.after
  return { items: data, hasNext, next: hasNext && after !== undefined ? { after } : undefined, summary }
}

/** The place that an address names; its token is left behind. */
function placeIn(address: string): PagePlace | undefined {
  if (!URL.canParse(address)) return undefined
  const named = [...new URL(address).searchParams].filter(([name]) => placeNames.includes(name))
  return named.length === 0 ? undefined : Object.fromEntries(named)
}

/** How an edge is walked. */
export interface EdgeWalk {
  /** How many calls are left. */
  readonly budget: Budget
  /** Asks for a page; the place is absent for the first. */
  fetch(place: PagePlace | undefined): Promise<GraphPage>
  /** Whether the walk may end behind this item. Absent: at the end of the list only. */
  isEnd?(item: unknown): boolean
}

/** What a walk showed. */
export interface WalkedEdge {
  /** No item twice. */
  readonly items: readonly unknown[]
  /** Whether the end of the list was reached, or where the walk may end. */
  readonly isWhole: boolean
  /** Of the first page. */
  readonly summary: unknown
}

/**
 * Walks an edge from its first page on. An empty page is not the end: Meta leaves out what the token may not see; the
 * end is where it names no next page. A place that comes again ends the walk: it would go round in circles.
 *
 * @param walk - see {@link EdgeWalk}
 * @throws whatever `fetch` throws
 */
export async function walkEdge({ budget, fetch, isEnd = () => false }: EdgeWalk): Promise<WalkedEdge> {
  const seen = new Set<string>()
  const places = new Set<string>()
  const items: unknown[] = []
  let summary: unknown
  let place: PagePlace | undefined
  for (let isFirst = true; ; isFirst = false) {
    if (!budget.spend()) return { items, isWhole: false, summary }
    const page = await fetch(place)
    if (isFirst) ({ summary } = page)
    let ended = false
    for (const item of page.items) {
      const mark = edgeMark(item)
      if (seen.has(mark)) continue
      seen.add(mark)
      items.push(item)
      ended ||= isEnd(item)
    }
    if (ended || !page.hasNext) return { items, isWhole: true, summary }
    // There is more, and no way to it.
    if (page.next === undefined) return { items, isWhole: false, summary }
    const mark = JSON.stringify(page.next)
    // The last page of a list by cursors may lead to itself; one by time never does.
    if (places.has(mark)) return { items, isWhole: page.next["after"] !== undefined, summary }
    places.add(mark)
    place = page.next
  }
}

/** What distinguishes an item of a list from the others, even when it is broken. */
export function edgeMark(item: unknown): string {
  const id: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "id") : undefined
  return typeof id === "string" || typeof id === "number" ? String(id) : sha256(JSON.stringify(item) ?? "").slice(0, 16)
}

/**
 * The moment of an item of a list, by one of its fields.
 *
 * @param field - as `created_time`, the usual
 * @returns seconds; undefined for a broken item
 */
export function edgeMoment(item: unknown, field = "created_time"): number | undefined {
  const time: unknown = typeof item === "object" && item !== null ? Reflect.get(item, field) : undefined
  const instant = typeof time === "string" ? readGraphTime(time) : undefined
  return instant === undefined ? undefined : instantToSeconds(instant)
}

/**
 * What the items of a list are, by {@link listItems}.
 *
 * @param items - as Meta gives them
 * @param options - how they are understood; `momentOf` is {@link edgeMoment} where it is absent
 */
export function listEdge(
  items: readonly unknown[],
  options: Omit<ListOptions<unknown>, "markOf" | "momentOf"> & Partial<Pick<ListOptions<unknown>, "momentOf">>,
): readonly ListedItem[] {
  return listItems(items, { momentOf: (item) => edgeMoment(item), markOf: edgeMark, ...options })
}
