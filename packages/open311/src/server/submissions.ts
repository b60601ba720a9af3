import { isDeskError, type Actor } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { namesOf, serviceOf, type Answered, type Call } from "./call.ts"
import { legible, listOf } from "./document.ts"
import { optional, required, type Given } from "./input.ts"
import { Refusal } from "./refusal.ts"

/** The longest description: the limit of GeoReport. */
const textLimit = 4000

/** POST requests: registers what a citizen asks for, with the grants of the key. */
export async function submitRequest(call: Call): Promise<Answered> {
  const { given, jurisdiction } = call
  const actor = await holderOf(call)
  const code = required(given, "service_code")
  const service = serviceOf(await namesOf(call), code)
  const place = placeOf(given)
  const registration = {
    from: "form",
    text: textOf(given, service.name, ["address_id", "media_url"]),
    topic: service.topic,
    ...(place === undefined ? {} : { place }),
    ...contactOf(call),
  } as const
  const idempotencyKey = keyOf(call, actor, "request")
  const { number, known } = await allowed(jurisdiction.desk.register(registration, { actor, idempotencyKey }))
  const item = { service_request_id: String(number), service_notice: null, account_id: null }
  return { status: known ? 200 : 201, document: { root: "service_requests", body: listOf("request", [item]) } }
}

/** POST servicerequestupdates: what a citizen says later. It moves nothing by itself: somebody of the desk reads it. */
export async function submitUpdate(call: Call): Promise<Answered> {
  const { given, jurisdiction } = call
  const actor = await holderOf(call)
  const id = required(given, "service_request_id")
  const numbers = /^[1-9]\d{0,14}$/.test(id) ? [Number(id)] : []
  const { incidents } = numbers.length === 0 ? { incidents: [] } : await allowed(jurisdiction.desk.find({ numbers }, { actor }))
  const [found] = incidents
  if (found === undefined) throw new Refusal(404, "service_request_id was not found.")
  const status = optional(given, "status") ?? "open"
  const text = textOf(given, "", [...(/^open$/i.test(status) ? [] : ["status"]), "media_url"])
  if (text === "") throw new Refusal(400, "description was not provided.")
  const idempotencyKey = keyOf(call, actor, "update")
  const word = { from: "form", text, ...contactOf(call) } as const
  const { messageKey, known } = await allowed(jurisdiction.desk.followUp(found.incident.incidentId, word, { actor, idempotencyKey }))
  const item = { update_id: `${found.number}-${messageKey.slice("form:".length)}` }
  return { status: known ? 200 : 201, document: { root: "service_request_updates", body: listOf("request_update", [item]) } }
}

async function holderOf({ given, options: { actorOfKey } }: Call): Promise<Actor> {
  const apiKey = optional(given, "api_key")
  if (apiKey === undefined) throw new Refusal(403, "api_key was not provided.")
  const actor = await actorOfKey(apiKey)
  if (actor === null) throw new Refusal(403, "api_key was not found.")
  return actor
}

/** What the key may not do is answered without the rules of the desk. */
async function allowed<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (isDeskError(error, "forbidden")) throw new Refusal(403, "api_key may not do this.")
    throw error
  }
}

function placeOf(given: Given): { readonly latitude?: number; readonly longitude?: number; readonly name?: string } | undefined {
  const [lat, long] = [degrees(given, "lat", 90), degrees(given, "long", 180)]
  if ((lat === undefined) !== (long === undefined)) throw new Refusal(400, "lat and long are given together.")
  const address = optional(given, "address_string")
  if (lat === undefined && address === undefined && optional(given, "address_id") === undefined)
    throw new Refusal(400, "A place was not provided: lat and long, address_string, or address_id.")
  if (address !== undefined && address.length > 512) throw new Refusal(400, "address_string: at most 512 characters were expected.")
  if (lat === undefined && address === undefined) return undefined
  return {
    ...(lat === undefined || long === undefined ? {} : { latitude: lat, longitude: long }),
    ...(address === undefined ? {} : { name: address }),
  }
}

function degrees(given: Given, name: string, most: number): number | undefined {
  const value = optional(given, name)
  if (value === undefined) return undefined
  const number = /^[+-]?\d{1,3}(?:\.\d{1,20})?$/.test(value) ? Number(value) : Number.NaN
  if (Math.abs(number) <= most) return number
  throw new Refusal(400, `${name}: degrees from -${most} to ${most} were expected.`)
}

/** The description, and below it what else a person of the desk has to know: nothing is taken in and forgotten. */
function textOf(given: Given, byDefault: string, fields: readonly string[]): string {
  const description = optional(given, "description")
  if (description !== undefined && description.length > textLimit)
    throw new Refusal(400, `description: at most ${textLimit} characters were expected.`)
  const attributes = [...new Set(given.keys())].filter((name) => name.startsWith("attribute["))
  const lines = [...fields, ...attributes].flatMap((name) =>
    given
      .getAll(name)
      .map((value) => legible(value).trim())
      .filter((value) => value !== "")
      .map((value) => `${legible(name)}: ${value}`),
  )
  const text = [description ?? byDefault, lines.join("\n")].filter((part) => part !== "").join("\n\n")
  if (text.length > 2 * textLimit) throw new Refusal(400, "The request is too long.")
  return text
}

/** How to reach the citizen, where the desk keeps it sealed. */
function contactOf({ given, options: { contacts } }: Call): { readonly contact?: string } {
  if (contacts === "drop") return {}
  const parts = ["first_name", "last_name", "email", "phone", "account_id"].flatMap((name) => optional(given, name) ?? [])
  return parts.length === 0 ? {} : { contact: parts.join(", ").slice(0, 512) }
}

/**
 * GeoReport knows no key of a request: what a client sends twice on one day, to the letter, is one request. So a client
 * that lost the answer may send it again.
 */
function keyOf({ given, jurisdiction, options: { clock } }: Call, actor: Actor, what: string): string {
  const fields = [...new Set(given.keys())].filter((name) => name !== "api_key").toSorted()
  const sent = fields.map((name) => [name, given.getAll(name)])
  return `open311:${sha256(JSON.stringify([what, jurisdiction.id, actor.id, clock.now().slice(0, 10), sent]))}`
}
