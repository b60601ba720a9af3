import { isDeskError } from "@otklik/core"
import type { NetworkSimulator, SimulatedFault } from "@otklik/testkit/networks"
import * as z from "zod"

/** A simulated network with what was made in it. */
export interface Desk {
  readonly name: string
  readonly network: NetworkSimulator
  readonly accountId: string
  readonly citizenId: string
  readonly tokens: { readonly application: string; readonly account: string }
  /** Where its API is served. */
  readonly url: string
}

/** An answer as JSON. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

const text = z.string().min(1)
const by = z.enum(["citizen", "account"]).default("citizen")

const acts: Readonly<Record<string, (desk: Desk, given: unknown) => unknown>> = {
  posts({ network, accountId, citizenId }, given) {
    const post = z.strictObject({ text, by, section: text.optional() }).parse(given)
    const section = post.section === undefined ? {} : { section: post.section }
    return { key: network.publish({ accountId, authorId: post.by === "citizen" ? citizenId : accountId, text: post.text, ...section }) }
  },
  comments({ network, accountId, citizenId }, given) {
    const comment = z.strictObject({ under: text, text, by }).parse(given)
    const authorId = comment.by === "citizen" ? citizenId : accountId
    return { key: network.comment({ under: comment.under, text: comment.text, authorId }) }
  },
  edits({ network }, given) {
    const edit = z.strictObject({ key: text, text }).parse(given)
    network.edit(edit.key, edit.text)
    return { key: edit.key }
  },
  removals({ network }, given) {
    const { key } = z.strictObject({ key: text }).parse(given)
    network.remove(key)
    return { key }
  },
  subscriptions({ network, accountId }, given) {
    const subscription = z.strictObject({ url: z.url(), secret: text }).parse(given)
    network.subscribe({ accountId, ...subscription })
    return { url: subscription.url }
  },
  faults({ network }, given) {
    const { kind, operation, times, every, millis } = z
      .strictObject({
        kind: text,
        operation: text.optional(),
        times: z.int().min(1).optional(),
        every: z.int().min(1).optional(),
        millis: z.int().min(0).optional(),
      })
      .parse(given)
    const more = Object.fromEntries(Object.entries({ operation, times, every, millis }).filter(([, value]) => value !== undefined))
    network.inject({ ...more, kind: kind as SimulatedFault["kind"] })
    return { kind }
  },
}

/** Does by hand what people do in a network. */
export async function handle(desks: ReadonlyMap<string, Desk>, method: string, path: string, body: string): Promise<Answer> {
  const [, name = "", what] = path.split("/")
  const desk = desks.get(name)
  if (desk === undefined) return { status: 404, body: { error: `one of ${[...desks.keys()].join(", ")} was expected` } }
  if (method === "GET" && what === undefined) {
    const { network, accountId, citizenId, tokens, url } = desk
    return {
      status: 200,
      body: { network: name, url, accountId, citizenId, tokens, application: network.application ?? null, replies: network.replies() },
    }
  }
  const act = what === undefined || !Object.hasOwn(acts, what) ? undefined : acts[what]
  if (method !== "POST" || act === undefined)
    return { status: 404, body: { error: `POST to one of ${Object.keys(acts).join(", ")} was expected` } }
  try {
    return { status: 201, body: act(desk, JSON.parse(body)) }
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
    if (error instanceof SyntaxError) return { status: 400, body: { error: "JSON was expected" } }
    if (isDeskError(error)) return { status: 404, body: { error: error.message } }
    throw error
  }
}

/** Sends a push to whoever subscribed; a host that is not there has not acknowledged it. */
export async function deliverOverHttp(request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch {
    return new Response("nobody answers", { status: 503 })
  }
}
