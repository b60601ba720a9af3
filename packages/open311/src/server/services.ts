import { namesOf, serviceOf, type Answered, type Call } from "./call.ts"
import { listOf } from "./document.ts"
import { Refusal } from "./refusal.ts"

/** GET services: a service for each topic. */
export async function listServices(call: Call): Promise<Answered> {
  const { services } = await namesOf(call)
  const items = services.map(({ topic, name, description, keywords = [], group }) => ({
    service_code: topic,
    service_name: name,
    description: description ?? null,
    metadata: false,
    type: "realtime",
    keywords: keywords.length === 0 ? null : keywords.join(", "),
    group: group ?? null,
  }))
  return { document: { root: "services", body: listOf("service", items) } }
}

/** GET services/{code}: no service asks for more than the request itself has. */
export async function defineService(call: Call): Promise<Answered> {
  const { topic } = serviceOf(await namesOf(call), call.id)
  return { document: { root: "service_definition", body: { service_code: topic, attributes: listOf("attribute", []) } } }
}

/** GET tokens/{token}: numbers are given at once, and so no token is. */
export function findToken(): never {
  throw new Refusal(404, "token was not found: the number of a request is given when it is made.")
}

/** GET discovery, by the Service Discovery of Open311. */
export function discover({ options: { publicUrl, contact, keyService, stage } }: Pick<Call, "options">, changedAt: string): Answered {
  const endpoint = {
    specification: "http://wiki.open311.org/GeoReport_v2",
    url: publicUrl,
    changeset: changedAt,
    type: stage,
    formats: listOf("format", ["text/xml", "application/json"]),
  }
  const body = { changeset: changedAt, contact, key_service: keyService, endpoints: listOf("endpoint", [endpoint]) }
  return { document: { root: "discovery", body } }
}
