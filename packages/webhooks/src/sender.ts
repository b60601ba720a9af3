import { DeskError, readOptions, type Desk } from "@otklik/core"
import type { FeedItem, FeedRange, Handled } from "@otklik/core/desk"
import { didYouMean } from "@otklik/core/internal"
import * as z from "zod"
import { attempt } from "./attempt.ts"
import { resumed, stateOf, statusOf, verdictOf, type DeadLetterPage, type WebhookStatus } from "./endpoint-state.ts"
import type { WebhookNotice } from "./notice.ts"
import { checkOptions, type CheckedEndpoint, type WebhookSenderOptions } from "./options.ts"
import { createSigner, type Signer } from "./signature/index.ts"

/** Which events are sent again: a part of the feed, both ends included, or some of them, 1 to 1,000. */
export type ReplayRequest =
  | FeedRange
  | {
      /** Places in the feed, as dead letters name them. */
      readonly positions: readonly string[]
    }

/** Sends a desk's events to other systems. */
export interface WebhookSender {
  /**
   * Sends until aborted: every event that is for an endpoint, at least once, in the order of the feed for each
   * endpoint. Several processes may do so on one database: one at a time serves an endpoint.
   *
   * @throws DeskError `config` when the clock cannot wait
   */
  run(options: {
    /** Ends it; a request under way is broken off, and sent again by whoever comes next. */
    readonly signal: AbortSignal
  }): Promise<void>
  /** How every endpoint is served, by the storage: any process may ask. */
  status(): Promise<readonly WebhookStatus[]>
  /**
   * Events that an endpoint refused five times, in the order of the feed. One goes off the list once a replay of it is
   * taken.
   *
   * @param id - the endpoint
   * @param page - `after`: the `next` of the page before; `limit`: 1 to 1,000, default 100
   * @throws DeskError `not-found` for an endpoint that there is not; `config`
   */
  deadLetters(
    id: string,
    page?: {
      /** The `next` of the page before. */
      readonly after?: string
      /** 1 to 1,000. Default 100. */
      readonly limit?: number
    },
  ): Promise<DeadLetterPage>
  /**
   * Sends events of the past once more, before new ones, in the order of the feed; what is not for the endpoint is left
   * out as ever. Their `webhook-id` is that of the first time. One that is paused sends them after `resume`.
   *
   * @param id - the endpoint
   * @param what - which
   * @throws DeskError `not-found` for an endpoint that there is not or has not begun, and for events that it has not
   * come to; `config`
   */
  replay(id: string, what: ReplayRequest): Promise<WebhookStatus>
  /**
   * Tries an endpoint at once that waits, is paused or disabled, and goes on where it was.
   *
   * @param id - the endpoint
   * @throws DeskError `not-found` for an endpoint that there is not or has not begun
   */
  resume(id: string): Promise<WebhookStatus>
}

/** How many events are read at once; each that is sent is noted by itself. */
const batch = 25

const position = z.string().regex(/^[1-9]\d{0,14}$/, "a position of the feed was expected")
const replaySchema = z.union(
  [z.strictObject({ from: position, to: position }), z.strictObject({ positions: z.array(position).min(1).max(1000) })],
  "a part of the feed { from, to }, or 1 to 1,000 { positions } were expected",
)
const pageSchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, "a position of the feed was expected")
    .optional(),
  limit: z.int().min(1).max(1000).default(100),
})

/**
 * Makes the sender of a desk's webhooks: Standard Webhooks 1.0 over `desk.consume`.
 *
 * @param options - see {@link WebhookSenderOptions}
 * @throws DeskError `config` with every issue and its field path
 *
 * @example
 * const webhooks = createWebhookSender({ desk, clock, fetch, random: Math.random, endpoints })
 * await Promise.all([desk.run({ signal }), webhooks.run({ signal })])
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const checked = checkOptions(options)
  const { desk, clock, endpoints } = checked
  const known = (id: string): string => {
    const ids = endpoints.map((endpoint) => endpoint.id)
    if (ids.includes(id)) return id
    throw new DeskError("not-found", `there is no endpoint "${id}"${didYouMean(id, ids)}`, { id })
  }
  const statusNow = async (id: string) => statusOf(id, await desk.consumer(consumerId(id)), clock.now())
  return {
    run: async ({ signal }) => {
      await Promise.all(endpoints.map((endpoint) => serve(checked, endpoint, signal)))
    },
    status: () => Promise.all(endpoints.map(({ id }) => statusNow(id))),
    async deadLetters(id, page = {}) {
      const { after = "0", limit } = readOptions(pageSchema, page, "deadLetters")
      const { notes = null } = (await desk.consumer(consumerId(known(id)))) ?? {}
      const following = stateOf(notes).dead.filter((letter) => Number(letter.position) > Number(after))
      const items = following.slice(0, limit)
      return { items, next: following.length > limit ? (items.at(-1)?.position ?? null) : null }
    },
    async replay(id, what) {
      const asked = rangesOf(readOptions(replaySchema, what, "replay"))
      await desk.changeConsumer(consumerId(known(id)), ({ again }) => ({ again: [...again, ...asked] }))
      return statusNow(id)
    },
    async resume(id) {
      await desk.changeConsumer(consumerId(known(id)), ({ notes }) => ({ notes: resumed(notes), waitUntil: null, isPaused: false }))
      return statusNow(id)
    },
  }
}

function consumerId(endpointId: string): string {
  return `webhooks/${endpointId}`
}

function rangesOf(what: ReplayRequest): readonly FeedRange[] {
  return "positions" in what ? what.positions.map((one) => ({ from: one, to: one })) : [what]
}

function serve(options: WebhookSenderOptions, endpoint: CheckedEndpoint, signal: AbortSignal): ReturnType<Desk["consume"]> {
  const { id, types, actor, from } = endpoint
  const signer = createSigner(endpoint.secrets)
  return options.desk.consume(
    {
      id: consumerId(id),
      from,
      batch,
      ...(types === undefined ? {} : { types }),
      ...(actor === undefined ? {} : { actor }),
      handle: (items, held) => sendNext(options, endpoint, signer, items, held),
    },
    { signal },
  )
}

/**
 * Sends the first event of a batch that is for the endpoint. What came of it is stored before the next one is sent: a
 * sender that is killed repeats no other.
 */
async function sendNext(
  options: WebhookSenderOptions,
  endpoint: CheckedEndpoint,
  signer: Signer,
  items: readonly FeedItem[],
  { signal, notes }: { readonly signal: AbortSignal; readonly notes: unknown },
): Promise<Handled> {
  const index = items.findIndex(
    ({ facts: { topic, authorityId } }) => holds(endpoint.topics, topic) && holds(endpoint.authorityIds, authorityId),
  )
  const item = items[index]
  if (item === undefined) return {}
  const outcome = await attempt(options, endpoint, signer, item, signal)
  const { clock, random } = options
  const verdict = verdictOf(endpoint.id, item, stateOf(notes), outcome, { now: clock.now(), random })
  for (const notice of verdict.notices) tell(options, notice)
  return {
    upTo: (verdict.isDone ? item : items[index - 1])?.position ?? null,
    notes: verdict.notes,
    isPaused: verdict.isPaused,
    ...(verdict.waitUntil === null ? {} : { waitUntil: verdict.waitUntil }),
  }
}

/** A host's listener that throws must not have the event sent again: `status` says the same. */
function tell({ onNotice }: WebhookSenderOptions, notice: WebhookNotice): void {
  try {
    onNotice?.(notice)
  } catch {
    return
  }
}

function holds(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value))
}
