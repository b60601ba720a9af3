import { gapOf, readStoredCursor, type SourceReader } from "@otklik/connector-kit"
import { DeskError, instantToMillis, type Gap, type IncomingMessage, type Instant, type SkippedItem } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import { readIncludes, type Includes } from "../api/includes.ts"
import { isLater, secondOf } from "../api/keys.ts"
import type { TimelineRange } from "../api/lists.ts"
import { readPost } from "../api/message.ts"
import { idSchema, type XPage } from "../api/schemas.ts"

/** What reading a timeline needs. */
export interface TimelineOptions {
  list(range: TimelineRange, call: CallOptions): Promise<XPage>
  readonly backfillSeconds: number
  /** What is younger than this is left for the next reading, seconds. */
  readonly lagSeconds: number
  /** How far back the list goes, seconds. */
  readonly reachSeconds?: number
  /** How many of its newest posts the list shows. */
  readonly reachItems?: number
  readonly maxCalls: number
}

const id = z.string().regex(/^\d{0,19}$/)
const whole = z.number().int().min(0)

/** Where a timeline was left. */
const cursorSchema = z
  .tuple([z.literal("x1"), id, whole, id, whole, id, whole])
  .transform(([, since, from, newest, end, below, count]) => ({ since, from, newest, end, below, count }))

type Cursor = z.output<typeof cursorSchema>

/**
 * A quiet timeline notes this often that it was read, so that silence is not taken for downtime. Seconds, our choice.
 */
const noteSeconds = 3600

/** A list that ends this near to its reach may have been cut: deleted posts count as well. Our choice. */
const nearReach = 0.97

const isoOf = (second: number): Instant => new Date(second * 1000).toISOString()

/**
 * Reads a timeline that X shows from its newest post back. The newest id of the first page becomes the next `since_id`
 * only after all pages were handed over; until then the cursor keeps it together with the last post that was handed
 * over, and the walk goes on below that: nothing shifts, and no token can run out.
 *
 * @param options - see {@link TimelineOptions}
 */
export function createTimelineReader(options: TimelineOptions): SourceReader {
  const { list, backfillSeconds, lagSeconds, reachSeconds = Infinity, reachItems = Infinity, maxCalls } = options
  /** What a page left over, so that it need not be asked for again. */
  let left: { readonly cursor: string; readonly page: XPage; readonly range: TimelineRange } | undefined

  return {
    async pull({ cursor: known, limit, now, signal }) {
      const present = Math.floor(instantToMillis(now) / 1000)
      const state: Cursor =
        known === undefined
          ? { since: "", from: present - backfillSeconds, newest: "", end: 0, below: "", count: 0 }
          : readStoredCursor(cursorSchema, known)
      const gaps: Gap[] = []
      const edge = present - reachSeconds + 60
      const { since } = state
      let { from, newest, below, count } = state
      if (from < edge - 30) {
        gaps.push(gapOf(from - 1, edge - 1, "X's search reaches back seven days only"))
        from = edge
      }
      const isFresh = below === ""
      const end = isFresh ? present - lagSeconds : state.end
      const mayUseSince = since !== "" && (secondOf(since) ?? Infinity) > edge
      const own = left?.cursor === known ? left : undefined
      left = undefined
      const range: TimelineRange = own?.range ?? {
        ...(mayUseSince ? { since_id: since } : { start_time: isoOf(Math.max(from, edge)) }),
        ...(isFresh ? { end_time: isoOf(end) } : { until_id: below }),
      }
      const messages: IncomingMessage[] = []
      const skipped: SkippedItem[] = []
      const keys = new Set<string>()
      const next = (more: boolean, page?: XPage) => {
        const isDone = !more
        const isQuiet = isDone && isFresh && below === "" && gaps.length === 0 && end - from < noteSeconds
        const moved: Cursor = isDone
          ? { since: newest === "" ? since : newest, from: isQuiet ? from : end, newest: "", end: 0, below: "", count: 0 }
          : { since, from, newest, end, below, count }
        const text = isQuiet && known !== undefined ? known : formatCursor(moved)
        if (page !== undefined) left = { cursor: text, page, range }
        return { messages, skipped, gaps, cursor: text, more }
      }

      let page = own?.page ?? (await list(range, callOf(signal)))
      // What was left over costs no call, so that a page is the same with it and without.
      for (let calls = own === undefined ? 1 : 0; ; calls += 1) {
        const includes = readIncludes(page.includes)
        const items = ordered(page.data)
        if (newest === "") newest = page.meta.newest_id ?? items[0]?.id ?? ""
        for (const item of items) {
          if (below !== "" && !isLater(below, item.id)) continue
          if (messages.length + skipped.length === limit) return next(true, page)
          take(item.value, includes, { messages, skipped, keys })
          below = item.id
          count += 1
        }
        const { next_token: token } = page.meta
        if (token === undefined) break
        if (calls === maxCalls) {
          if (below === state.below) throw new DeskError("protocol", "x: X gives nothing but empty pages", { path: "meta.next_token" })
          return next(true)
        }
        page = await list({ ...range, next_token: token }, callOf(signal))
      }
      const last = secondOf(below === "" ? "0" : below)
      if (count >= reachItems * nearReach && last !== undefined && last > from)
        gaps.push(gapOf(from - 1, last - 1, `X shows the newest ${reachItems} mentions only`))
      return next(false)
    },
  }
}

interface Taken {
  readonly messages: IncomingMessage[]
  readonly skipped: SkippedItem[]
  readonly keys: Set<string>
}

/** Two versions of one post have one key: the newer one came first. */
function take(value: unknown, includes: Includes, { messages, skipped, keys }: Taken): void {
  const reading = readPost(value, includes)
  if (reading.kind === "skipped") skipped.push(reading.item)
  if (reading.kind !== "message" || keys.has(reading.message.key)) return
  keys.add(reading.message.key)
  messages.push(reading.message)
}

const headSchema = z.looseObject({ id: idSchema })

/** From the newest back, each once. What has no id that can be read stays with the one before it. */
function ordered(data: readonly unknown[]): readonly { readonly id: string; readonly value: unknown }[] {
  let before = "0"
  const items = data.map((value, index) => {
    const own = headSchema.safeParse(value).data?.id
    before = own ?? before
    return { id: before, value, mark: own ?? `? ${index}` }
  })
  const unique = [...new Map(items.map((item) => [item.mark, item])).values()]
  return unique.toSorted((one, other) => (one.id === other.id ? 0 : isLater(one.id, other.id) ? -1 : 1))
}

function formatCursor({ since, from, newest, end, below, count }: Cursor): string {
  return JSON.stringify(["x1", since, from, newest, end, below, count])
}

function callOf(signal: AbortSignal | undefined): CallOptions {
  return signal === undefined ? {} : { signal }
}
