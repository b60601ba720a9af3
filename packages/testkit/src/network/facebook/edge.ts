import { refuse, type FacebookRefusal } from "./responses.ts"

/** Something that can stand in a list. */
export interface EdgeItem {
  readonly number: number
  readonly createdAt: number
}

/** How a list is asked for. */
export interface EdgeOptions<Item> {
  readonly params: Readonly<Record<string, string>>
  readonly isNewestFirst: boolean
  /** Whether the token sees it: Meta cuts the page first and leaves out then, so that pages may be short, and empty. */
  readonly isSeen: (item: Item) => boolean
  readonly show: (item: Item) => unknown
  /** The address of the next page without `after`, token and all. */
  readonly address: string
}

/** The largest `limit` that is taken. */
const mostItems = 100

/**
 * A page of a list by cursors. Cursors name a place in the order of time, so that a list that grows or shrinks does not
 * shift.
 *
 * @param all - in any order
 */
export function pageOf<Item extends EdgeItem>(
  all: readonly Item[],
  { params, isNewestFirst, isSeen, show, address }: EdgeOptions<Item>,
): Readonly<Record<string, unknown>> | FacebookRefusal {
  const limit = Number(params["limit"] ?? 25)
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > mostItems)
    return refuse(100, "(#100) Param limit must be an integer from 0 to 100")
  const since = momentOf(params["since"], -Infinity)
  const until = momentOf(params["until"], Infinity)
  if (Number.isNaN(since) || Number.isNaN(until)) return refuse(100, "(#100) Param since must be a unix timestamp or a date")
  const direction = isNewestFirst ? -1 : 1
  const compare = (one: EdgeItem, other: EdgeItem): number => direction * (one.createdAt - other.createdAt || one.number - other.number)
  const ordered = all.filter(({ createdAt }) => createdAt >= since && createdAt <= until).toSorted(compare)
  const place = cursorOf(params["after"] ?? params["__paging_token"]?.replace(/^enc_/, ""))
  if (place === "wrong") return refuse(100, "(#100) Invalid cursors values in after")
  const start = place === undefined ? 0 : ordered.filter((item) => compare(item, place) <= 0).length
  const window = ordered.slice(start, start + limit)
  const last = window.at(-1)
  const data = window.filter(isSeen).map(show)
  if (last === undefined) return { data }
  const after = cursorText(last)
  const cursors = { before: cursorText(window[0] ?? last), after }
  const more = start + limit < ordered.length ? { next: `${address}&limit=${limit}&after=${after}` } : {}
  return { data, paging: { cursors, ...more } }
}

/**
 * The paging of {@link pageOf} as lists that are paged by time give it: no cursors, and the address of the next page
 * holds a moment and a token.
 */
export function pagingByTime(paging: unknown): unknown {
  const next: unknown = typeof paging === "object" && paging !== null ? Reflect.get(paging, "next") : undefined
  if (typeof next !== "string") return {}
  const address = new URL(next)
  const after = address.searchParams.get("after") ?? ""
  const place = cursorOf(after)
  address.searchParams.delete("after")
  if (typeof place === "object") address.searchParams.set("until", String(place.createdAt))
  address.searchParams.set("__paging_token", `enc_${after}`)
  return { previous: address.href, next: address.href }
}

function cursorText({ createdAt, number }: EdgeItem): string {
  return Buffer.from(`${createdAt}:${number}`).toString("base64url")
}

function cursorOf(text: string | undefined): EdgeItem | undefined | "wrong" {
  if (text === undefined) return undefined
  const [, createdAt, number] = /^(\d+):(\d+)$/.exec(Buffer.from(text, "base64url").toString()) ?? []
  return createdAt === undefined ? "wrong" : { createdAt: Number(createdAt), number: Number(number) }
}

function momentOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text.replace(/\+0000$/, "Z")) / 1000
}
