import { DeskError, isDeskError } from "@otklik/core"
import type { FeedItem, FeedRequest } from "@otklik/core/desk"
import * as z from "zod"
import { eventStream } from "../event-stream.ts"
import { HttpRefusal } from "../problem.ts"
import { defineRoute, type Call, type Json, type Route } from "../route.ts"
import { factsSchema, factsView } from "../views/case.ts"
import { actorSchema } from "../views/parts.ts"

const text = z.string()

const itemSchema = z
  .strictObject({
    position: text,
    incidentId: text,
    number: z.int(),
    /** The incident's version after this event. */
    version: z.int(),
    type: text,
    at: z.iso.datetime(),
    by: actorSchema,
    /** What the log says besides: no text, and no author. */
    details: z.record(text, z.unknown()),
    /** The incident as it is now. */
    facts: factsSchema,
  })
  .meta({ id: "FeedItem" })

const pageSchema = z
  .strictObject({
    /** May be empty although more follows: ask on until `next` is what was given as `after`. */
    items: z.array(itemSchema),
    next: text.nullable(),
  })
  .meta({ id: "FeedPage" })

function itemView({ position, incidentId, number, version, event, facts }: FeedItem): Json<z.input<typeof itemSchema>> {
  const { type, at, by, imported: _, ...details } = event
  return { position, incidentId, number, version, type, at, by, details, facts: factsView(facts) }
}

const types = z.array(text.min(1)).min(1).optional()
const typesOf = (names: readonly string[] | undefined) => (names === undefined ? {} : { types: names as FeedRequest["types"] })

const streamQuery = z.strictObject({ after: text.optional(), types })

async function openStream({ context, request, actor, query }: Call<unknown, z.output<typeof streamQuery>>): Promise<Response> {
  const { desk, clock, streams, limits } = context
  const { sleep } = clock
  if (sleep === undefined) throw new DeskError("capability", "event streams need a clock with `sleep`", { capability: "events" })
  if (streams.open >= limits.streams) throw new HttpRefusal({ refusal: "too-many-streams", detail: "close one, or ask again later" })
  const read = async (after: FeedRequest["after"]) => {
    const { items, next } = await desk.feed({ after, ...typesOf(query.types) }, { actor })
    return { messages: items.map((item) => ({ id: item.position, event: "incident", data: itemView(item) })), next }
  }
  const last = request.headers.get("last-event-id") ?? query.after
  // What is wrong with the question is answered as a problem, not inside of the stream.
  const known =
    last === undefined
      ? undefined
      : await read(last).then(
          () => true,
          (error: unknown) => whetherKnown(error),
        )
  const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" }
  // Nobody takes the stream of a HEAD: it would be counted for ever.
  if (request.method === "HEAD") return new Response(null, { headers })
  const start = known === true && last !== undefined ? last : (await read("now")).next
  streams.open += 1
  const body = eventStream({
    now: () => clock.now(),
    sleep: (millis, signal) => sleep.call(clock, millis, signal),
    read,
    start,
    isReset: known === false,
    isAllowed: () => context.isSignedIn(request, actor),
    onEnd: () => void (streams.open -= 1),
    onError: (error) => context.tell(error, { operationId: "events", status: 200 }),
  })
  return new Response(body, { headers })
}

/** False for a position that the feed does not have: the client begins anew. */
function whetherKnown(error: unknown): false {
  if (isDeskError(error, "not-found") || isDeskError(error, "config")) return false
  throw error
}

export const feedRoutes: readonly Route[] = [
  defineRoute({
    operationId: "feed",
    method: "get",
    path: "/feed",
    tag: "events",
    summary: "Read what has happened to incidents, in the order in which it was stored",
    description:
      "`after=now` gives nothing but the place where the next event will follow. The feed is never trimmed, and holds no text and no author.",
    query: z.strictObject({ after: text.optional(), types, limit: z.coerce.number().int().min(1).max(1000).default(100) }),
    answer: { status: 200, description: "A page, oldest first.", schema: pageSchema },
    problems: ["forbidden", "config", "not-found"],
    async handle({ context, actor, query: { after = null, types: names, limit: asked } }) {
      const limit = Math.min(asked, context.limits.pageSize)
      const { items, next } = await context.desk.feed({ after, limit, ...typesOf(names) }, { actor })
      return { body: { items: items.map(itemView), next } }
    },
  }),
  defineRoute({
    operationId: "events",
    method: "get",
    path: "/events",
    tag: "events",
    summary: "Hear what happens to incidents, as it happens",
    description:
      "Server-sent events: `id` is the position, `event` is `incident`, `data` an item of the feed. `Last-Event-ID` (or `after`) goes on where a stream broke off; without it the stream begins now. A position that the feed does not have is answered with the event `reset`: read everything anew. The stream ends after 30 minutes, and when nobody is signed in any more.",
    query: streamQuery,
    answer: { status: 200, description: "A stream.", mediaType: "text/event-stream" },
    problems: ["forbidden", "config", "capability", "too-many-streams"],
    handle: async (call) => ({ body: await openStream(call) }),
  }),
]
