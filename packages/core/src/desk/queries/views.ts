import * as z from "zod"
import { addMinutes, configError, didYouMean, readOptions, type Instant } from "../../base/index.ts"
import { caseOrders, countedLimit, pageLimit, type CaseOrder } from "../../storage/index.ts"
import { reachFor, readerOf } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { count as pageSize } from "../options/request.ts"
import type { CaseConditions } from "./case-conditions.ts"
import { readConditions } from "./conditions.ts"
import { queueExtras, queueRows, type QueueCase, type QueueExtra } from "./queue-rows.ts"
import { viewSchema, type CaseView } from "./view.ts"
import { ask, find, type CaseCount, type FoundCases } from "./find.ts"

/** What a view writes for the present. */
interface Present {
  readonly now: Instant
  readonly me: string
  readonly mine: readonly string[]
}

const relative = /^@now(?:([+-])(\d{1,4})([mhd]))?$/

/** The conditions of a view for one reader at one moment. */
function presentConditions(value: unknown, present: Present): unknown {
  if (Array.isArray(value))
    return value.flatMap((item: unknown): readonly unknown[] => (item === "@mine" ? present.mine : [presentConditions(item, present)]))
  if (typeof value === "string") {
    if (value === "@me") return present.me
    const [whole, sign, count, unit] = relative.exec(value) ?? []
    if (whole === undefined) return value
    const minutes = Number(count ?? 0) * (unit === "d" ? 1440 : unit === "h" ? 60 : 1)
    return addMinutes(present.now, sign === "-" ? -minutes : minutes)
  }
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, presentConditions(inner, present)]))
}

/**
 * Refuses views that no reader could open.
 *
 * @throws DeskError `config`
 */
export function checkViews(context: DeskContext): void {
  const [authority] = context.routing.authorities
  for (const [index, { where }] of context.views.entries()) {
    const present = { now: context.clock.now(), me: "somebody", mine: authority === undefined ? [] : [authority.id] }
    readConditions(context, `createDesk options: views[${index}].where`, presentConditions(where, present) as CaseConditions)
  }
}

/** How a queue is read. */
export interface QueueRequest {
  /** One of the desk's views by its id, or one of the host's own. Absent: every incident. */
  readonly view?: string | CaseView
  /** Conditions beside those of the view. */
  readonly where?: CaseConditions
  /** Default: that of the view. */
  readonly order?: CaseOrder
  /** 1 to 1 000. Default 50. */
  readonly limit?: number
  /** The `next` of the page before; absent: the first page. */
  readonly after?: string
  /** Whether all of them are counted too. Default false. */
  readonly count?: boolean
  /**
   * What each row holds besides. Texts are for whose level of personal data reaches them, and are written into the
   * access log; actions cost one reading an incident. Default: nothing.
   */
  readonly with?: readonly QueueExtra[]
}

/** A page of a queue. */
export interface QueuePage extends Omit<FoundCases, "incidents"> {
  /** The incidents of the page, in their order. */
  readonly incidents: readonly QueueCase[]
  /** The view; null where none was named. */
  readonly view: Pick<CaseView, "id" | "title"> | null
  /** The order of the incidents. */
  readonly order: CaseOrder
}

const queueSchema = z.strictObject({
  view: z.union([z.string(), viewSchema]).optional(),
  where: z.record(z.string(), z.unknown()).optional(),
  order: z.enum(Object.keys(caseOrders)).optional(),
  limit: pageSize(pageLimit).optional(),
  after: z.string().max(1000).optional(),
  count: z.boolean().optional(),
  with: z.array(z.enum(queueExtras)).max(queueExtras.length).optional(),
})

/** A page of a view. */
export async function queue(context: DeskContext, given: QueueRequest, reader: Reader): Promise<QueuePage> {
  const request = readOptions<z.ZodType>(queueSchema, given, "desk.queue") as QueueRequest
  const { view: named, where: more = {}, order: asked, with: extras = [], ...rest } = request
  const view = named === undefined ? undefined : typeof named === "string" ? viewOf(context, named) : named
  const order = asked ?? view?.order ?? "number"
  const own = view === undefined ? {} : await openView(context, view, reader)
  const shown = view === undefined ? null : { id: view.id, title: view.title }
  if (own === null)
    return { incidents: [], next: null, ...(rest.count === true ? { count: { value: 0, isExact: true } } : {}), view: shown, order }
  const twice = Object.keys(more).filter((field) => Object.hasOwn(own, field))
  if (twice[0] !== undefined)
    throw configError("desk.queue", [{ path: `where.${twice[0]}`, message: "the view has this condition: leave it out, or ask desk.find" }])
  const written = { ...view?.where, ...more }
  const page = await find(context, { ...own, ...more }, { ...rest, order, ...reader }, written)
  const note = { ...(view === undefined ? {} : { view: view.id }), ...written }
  return { ...page, incidents: await queueRows(context, page.incidents, extras, reader, note), view: shown, order }
}

/** How many incidents each view has for its reader, in one reading. */
export async function counts(
  context: DeskContext,
  viewIds: readonly string[],
  reader: Reader,
): Promise<Readonly<Record<string, CaseCount>>> {
  const ids = [...new Set(readOptions(z.array(z.string()).min(1).max(100), viewIds, "desk.counts"))]
  const filters = await Promise.all(
    ids.map(async (id) => {
      const where = await openView(context, viewOf(context, id), reader)
      return where === null ? null : (await ask(context, "desk.counts", where, { reader, purpose: undefined })).filter
    }),
  )
  const asked = filters.filter((filter) => filter !== null)
  const counted = [...(asked.length === 0 ? [] : await context.storage.counts.countCases(asked, countedLimit))]
  return Object.fromEntries(
    ids.map((id, index) => {
      const value = filters[index] === null ? 0 : (counted.shift() ?? 0)
      return [id, { value, isExact: value < countedLimit }]
    }),
  )
}

function viewOf({ views }: DeskContext, id: string): CaseView {
  const view = views.find((one) => one.id === id)
  if (view !== undefined) return view
  const message = `there is no view "${id}"${didYouMean(
    id,
    views.map((one) => one.id),
  )}`
  throw configError("desk.queue", [{ path: "view", message }])
}

/** The conditions of a view for its reader; null where they can hold for nothing. */
async function openView(context: DeskContext, { where }: CaseView, reader: Reader): Promise<CaseConditions | null> {
  readerOf(context, reader, "find")
  const text = JSON.stringify(where)
  if (text.includes('"@me"') && reader.actor === undefined)
    throw configError("desk.queue", [{ path: "actor", message: "the view is about who reads: `actor` was expected" }])
  const limits = text.includes('"@mine"') ? ((await reachFor(context, reader, "find")) ?? []) : []
  const mine = [...new Set(limits.flatMap(({ authorityIds = [] }) => authorityIds))]
  const present = presentConditions(where, { now: context.clock.now(), me: reader.actor?.id ?? "", mine }) as CaseConditions
  return text.includes('"@mine"') && mine.length === 0 ? null : present
}

/** The headings of {@link defaultViews}, by id. */
export interface ViewWording {
  /** The title of the view `new`. */
  readonly new: string
  /** The title of the view `mine`. */
  readonly mine: string
  /** The title of the view `due-today`. */
  readonly "due-today": string
  /** The title of the view `overdue`. */
  readonly overdue: string
  /** The title of the view `author-waits`. */
  readonly "author-waits": string
  /** The title of the view `no-owner`. */
  readonly "no-owner": string
  /** The title of the view `to-approve`. */
  readonly "to-approve": string
  /** The title of the view `promises-this-week`. */
  readonly "promises-this-week": string
  /** The title of the view `answered-by-hand`. */
  readonly "answered-by-hand": string
  /** The title of the view `dismissed`. */
  readonly dismissed: string
}

/**
 * The lists of an office's day, for `createDesk({ views })`.
 *
 * @param wording - their headings
 *
 * @example
 * createDesk({ …, views: defaultViews(englishViewWording) })
 */
export function defaultViews(wording: ViewWording): readonly CaseView[] {
  const lists: Readonly<Record<keyof ViewWording, Pick<CaseView, "where" | "order">>> = {
    new: { where: { statuses: ["candidate"] }, order: "oldest" },
    mine: { where: { executorIds: ["@me"], open: true }, order: "due" },
    "due-today": { where: { open: true, due: { after: "@now", before: "@now+24h" } }, order: "due" },
    overdue: { where: { open: true, due: { overdue: true } }, order: "due" },
    "author-waits": { where: { authorWaits: true }, order: "waiting" },
    "no-owner": { where: { unowned: true }, order: "oldest" },
    "to-approve": { where: { statuses: ["reply-review"] }, order: "due" },
    "promises-this-week": { where: { open: true, due: { goals: ["promise"], before: "@now+7d" } }, order: "due" },
    "answered-by-hand": { where: { answeredByHand: true, open: true }, order: "due" },
    dismissed: { where: { statuses: ["rejected", "dismissed"] }, order: "updated" },
  }
  return Object.entries(lists).map(([id, list]) => ({ id, title: wording[id as keyof ViewWording], ...list }))
}

/** The headings of {@link defaultViews} in English. */
export const englishViewWording: ViewWording = {
  new: "New",
  mine: "Mine",
  "due-today": "Due today",
  overdue: "Overdue",
  "author-waits": "Author waits",
  "no-owner": "No owner",
  "to-approve": "To approve",
  "promises-this-week": "Promises this week",
  "answered-by-hand": "Answered by hand",
  dismissed: "Dismissed",
}
