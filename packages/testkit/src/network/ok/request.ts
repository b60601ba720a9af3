import type { OkSession, OkState } from "./state.ts"

/** A call whose parameters and signature are right. */
export interface OkApiCall {
  readonly state: OkState
  readonly session: OkSession
  readonly params: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly now: number
}

/** A page of a list by anchor. */
export interface OkPage<Item> {
  readonly items: readonly Item[]
  readonly anchor: string
  readonly has_more: boolean
}

/**
 * A page of a list that is in the order in which it is walked. An anchor names the item that the page begins
 * behind, by its place among all, so that nothing shifts when others come or go.
 *
 * @param placeOf - falls from item to item
 */
export function pageOf<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => number,
  { anchor, count = 100 }: { readonly anchor?: string | undefined; readonly count?: number },
): OkPage<Item> {
  const begin = anchor === undefined ? Infinity : Number(Buffer.from(anchor, "base64").toString())
  const rest = items.filter((item) => placeOf(item) < begin)
  const page = rest.slice(0, count)
  const last = page.at(-1)
  const next = last === undefined ? (anchor ?? "") : Buffer.from(String(placeOf(last))).toString("base64")
  return { items: page, anchor: next, has_more: rest.length > page.length }
}

/** Whether an anchor is one that a page gave. */
export function isAnchor(anchor: string): boolean {
  return /^\d+$/.test(Buffer.from(anchor, "base64").toString())
}
