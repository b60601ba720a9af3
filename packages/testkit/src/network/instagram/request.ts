import type { GraphField } from "../meta/fields.ts"
import { isRefusal, refuse, type InstagramRefusal } from "./responses.ts"
import type { InstagramAccount, InstagramLogin, InstagramState, InstagramToken } from "./state.ts"

/** A call whose host, token and parameters are right. */
export interface InstagramCall {
  readonly state: InstagramState
  readonly login: InstagramLogin
  readonly token: InstagramToken
  /** The account that the token acts for. */
  readonly account: InstagramAccount
  /** The node that the path names. */
  readonly nodeId: string
  readonly params: Readonly<Record<string, string>>
  /** What is asked for; absent: what the network gives by itself. */
  readonly fields?: readonly GraphField[]
  /** Milliseconds. */
  readonly now: number
  /** Where the pages that follow are, with a slash at the end. */
  readonly origin: string
}

/** Something of the network, by name of field. */
export type Fields = Readonly<Record<string, unknown>>

/** What a field gives: itself, or what is made of what is asked of it. */
export type FieldValue = unknown

/**
 * The asked fields of a node.
 *
 * @param node - its type, as Meta's errors name it
 * @param asked - what is asked for
 * @param known - the fields that there are: a value, or what makes one
 * @param usual - the fields that come when none is asked for
 */
export function selectFields(
  node: string,
  asked: readonly GraphField[] | undefined,
  known: Readonly<Record<string, (field: GraphField) => FieldValue>>,
  usual: readonly string[] = ["id"],
): Fields | InstagramRefusal {
  const given: Record<string, unknown> = {}
  // The id always comes along.
  for (const field of [...(asked ?? usual.map((name) => ({ name, args: {} }))), { name: "id", args: {} }]) {
    const make = Object.hasOwn(known, field.name) ? known[field.name] : undefined
    if (make === undefined) return refuse(100, `(#100) Tried accessing nonexisting field (${field.name}) on node type (${node})`)
    const value = make(field)
    if (isRefusal(value)) return value
    if (value !== undefined) given[field.name] = value
  }
  return given
}

/** How a list is asked for. */
export interface PageRequest {
  readonly after?: string | undefined
  readonly limit?: string | undefined
}

/** How a list is cut into pages. */
export interface ListShape<Item> {
  /** In the order of the list; what was deleted keeps its place. */
  readonly items: readonly Item[]
  readonly idOf: (item: Item) => string
  /** Whether an item is shown; a page may be empty and not be the last. */
  readonly isShown: (item: Item) => boolean
  readonly render: (item: Item) => Fields | InstagramRefusal
  readonly maxLimit: number
  /** The address of the next page without its cursor. */
  readonly next: string
  /** The last page names itself as the next one, as lists of hashtags do. */
  readonly hasNoEnd?: boolean
}

/** A page of a list, with Meta's cursors. */
export function pageOf<Item>(shape: ListShape<Item>, { after, limit }: PageRequest): Fields | InstagramRefusal {
  const { items, idOf, isShown, render, maxLimit, next, hasNoEnd = false } = shape
  const count = limit === undefined ? 25 : Number(limit)
  if (!Number.isSafeInteger(count) || count < 1 || count > maxLimit)
    return refuse(100, `(#100) param limit must be between 1 and ${maxLimit}`)
  const known = after === undefined ? undefined : Buffer.from(after, "base64").toString()
  const begin = known === undefined ? 0 : items.findIndex((item) => idOf(item) === known) + 1
  if (known !== undefined && begin === 0) return refuse(100, "(#100) Invalid cursors values")
  const isBehind = begin >= items.length && hasNoEnd && items.length > 0
  const page = isBehind ? items.slice(-count) : items.slice(begin, begin + count)
  const data: Fields[] = []
  for (const item of page.filter(isShown)) {
    const fields = render(item)
    if (isRefusal(fields)) return fields
    data.push(fields)
  }
  const last = page.at(-1)
  if (last === undefined) return { data }
  const cursor = Buffer.from(idOf(last)).toString("base64")
  const hasMore = begin + page.length < items.length || hasNoEnd
  const [first] = page
  const cursors = { before: Buffer.from(first === undefined ? "" : idOf(first)).toString("base64"), after: cursor }
  return { data, paging: { cursors, ...(hasMore ? { next: `${next}&limit=${count}&after=${encodeURIComponent(cursor)}` } : {}) } }
}

/** The newest first; of one moment, the later first. */
export function newestFirst<Item extends { readonly date: number; readonly id: string }>(items: Iterable<Item>): readonly Item[] {
  return [...items].toSorted((one, other) => other.date - one.date || (one.id < other.id ? 1 : -1))
}
