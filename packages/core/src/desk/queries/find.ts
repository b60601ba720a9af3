import * as z from "zod"
import { configError, readOptions, sha256 } from "../../base/index.ts"
import { readSearch } from "../../match/index.ts"
import {
  caseOrders,
  countedLimit,
  pageLimit,
  type CaseFilter,
  type CaseOrder,
  type CasePlace,
  type SearchEntry,
  type StoredIncident,
} from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import { reachFor, readerOf } from "../access/authorise.ts"
import type { Reader, Reading } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { actorSchema, count as pageSize } from "../options/request.ts"
import { commit } from "../transact/transact.ts"
import type { CaseConditions } from "./case-conditions.ts"
import { filterOf, readConditions } from "./conditions.ts"

/** How a list is read. */
export interface FindOptions extends Reader {
  /** Default `number`. */
  readonly order?: CaseOrder
  /** A page holds at most this many, 1 to 1 000. Default 50. */
  readonly limit?: number
  /** The `next` of the page before, of the same conditions and order. */
  readonly after?: string
  /** Whether the number of all is counted. Default false. */
  readonly count?: boolean
  /** What a search for words is for: needed where its words name a person or what a help desk must not look for. */
  readonly purpose?: string
}

/** How many there are. */
export interface CaseCount {
  /** How many. */
  readonly value: number
  /** False: so many or more, since nothing is counted beyond 10 000. */
  readonly isExact: boolean
}

/** A page of incidents that the reader may read. */
export interface FoundCases {
  /** The incidents of the page, in their order. */
  readonly incidents: readonly StoredIncident[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
  /** Where it was asked for. */
  readonly count?: CaseCount
}

const optionsSchema = z.strictObject({
  actor: actorSchema.optional(),
  order: z.enum(Object.keys(caseOrders)).optional(),
  limit: pageSize(pageLimit).optional(),
  after: z.string().max(1000).optional(),
  count: z.boolean().optional(),
  purpose: z.string().min(1).max(500).optional(),
})

/** The conditions of a list, read; null where they can hold for nothing that the reader may read. */
interface Question {
  readonly where: CaseConditions
  readonly filter: CaseFilter | null
}

/**
 * Incidents that the reader may read, page by page, in an order.
 *
 * @param named - the conditions by which a next page is known; of a view as it is written, whenever it is opened
 */
export async function find(context: DeskContext, given: CaseConditions, options: FindOptions, named?: object): Promise<FoundCases> {
  const { order: asked, limit = 50, after, count = false, purpose, ...reader } = readOptions(optionsSchema, options, "desk.find options")
  // What the schema took is one of the orders.
  const order = (asked ?? "number") as CaseOrder
  const who: Reader = reader.actor === undefined ? {} : { actor: reader.actor }
  const question = await ask(context, "desk.find", given, { reader: who, purpose })
  const { filter, where } = question
  const of = sha256(JSON.stringify([order, sorted(named ?? where)])).slice(0, 16)
  const place = after === undefined ? undefined : readCursor(after, of)
  const page =
    filter === null
      ? { incidents: [], next: null }
      : await context.storage.find({ ...filter, order, limit, ...(place === undefined ? {} : { after: place }) })
  const counted = count ? await countOf(context, question) : undefined
  await noteSearch(context, question, { reader: who, purpose, found: counted?.value ?? page.incidents.length })
  return {
    incidents: page.incidents,
    next: page.next === null ? null : writeCursor(order, page.next, of),
    ...(counted === undefined ? {} : { count: counted }),
  }
}

/** Who asks, and for what. */
export interface Asking {
  readonly reader: Reader
  /** Of a search for words. */
  readonly purpose: string | undefined
  /** Default: a list, or a search for words. */
  readonly reading?: Reading
}

/**
 * Reads conditions as their reader may ask them.
 *
 * @throws DeskError `config`
 */
export async function ask(
  context: DeskContext,
  what: string,
  given: CaseConditions,
  { reader, purpose, reading = given.text === undefined ? "find" : "search" }: Asking,
): Promise<Question> {
  readerOf(context, reader, reading)
  const where = readConditions(context, what, given)
  const reach = await reachFor(context, reader, reading)
  const plain = filterOf(context, where, context.clock.now())
  if (plain === null) return { where, filter: null }
  const { text, in: kinds = ["messages"] } = where
  const reached = { ...plain, ...(reach === undefined ? {} : { reach }) }
  if (text === undefined) return { where, filter: reached }
  const search = readSearch(text, context.matcher.locale)
  if ("wrong" in search) throw configError(what, [{ path: "text", message: search.wrong }])
  const [flag] = search.flagged
  if (flag !== undefined && purpose === undefined)
    throw configError(what, [{ path: "purpose", message: `a purpose is needed for these words: ${flag}` }])
  const texts = kinds.map((kind) => (kind === "notes" ? ("note" as const) : ("message" as const)))
  return { where, filter: { ...reached, words: { groups: search.groups, in: [...new Set(texts)] } } }
}

/** How many incidents a question finds. */
async function countOf(context: DeskContext, { filter }: Question): Promise<CaseCount> {
  const [value = 0] = filter === null ? [0] : await context.storage.counts.countCases([filter], countedLimit)
  return { value, isExact: value < countedLimit }
}

/**
 * Every search is written down before its answer is given: it is the one place where somebody could look for a person.
 */
async function noteSearch(
  context: DeskContext,
  { where }: Question,
  { reader, purpose, found }: { readonly reader: Reader; readonly purpose: string | undefined; readonly found: number },
): Promise<void> {
  if (where.text === undefined) return
  const at = context.clock.now()
  const entry: SearchEntry = {
    kind: "search",
    entryId: `sea_${crypto.randomUUID()}`,
    at,
    by: reader.actor ?? deskActor,
    incidentId: null,
    words: where.text,
    purpose: purpose ?? null,
    found,
  }
  await commit(context, { journal: [entry] })
}

const cursorSchema = z.strictObject({
  order: z.string(),
  key: z.tuple([z.string().nullable(), z.int().min(0)]),
  of: z.string(),
})

function writeCursor(order: CaseOrder, { value, number }: CasePlace, of: string): string {
  return btoa(JSON.stringify({ order, key: [value, number], of }))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
}

function readCursor(text: string, of: string): CasePlace {
  const wrong = (message: string) => configError("desk.find options", [{ path: "after", message }])
  let given: unknown
  try {
    given = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")))
  } catch {
    throw wrong("the `next` of a page was expected")
  }
  const read = cursorSchema.safeParse(given)
  if (!read.success) throw wrong("the `next` of a page was expected")
  if (read.data.of !== of) throw wrong("this is the `next` of other conditions or another order: begin with the first page")
  const [value, number] = read.data.key
  return { value, number }
}

/** The same conditions in the same spelling, however their fields are ordered. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}
