import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as z from "zod"
import type { InstagramLogin } from "../src/index.ts"
import { parseFields, type GraphField } from "../../testkit/src/network/meta/fields.ts"

/** Where contracts and recorded payloads stand, on machines that have them; nothing of it is part of the repository. */
const folder = fileURLToPath(new URL("../../../../shared/networks/", import.meta.url))
const specFolder = join(folder, "contracts", "instagram", "specs")

/** Recorded payloads of Instagram. */
export const recordedFolder = join(folder, "recorded", "instagram")

/** Whether the contract is at hand. */
export const hasContract = existsSync(join(specFolder, "IGUser.json"))

/** Whether recorded payloads are at hand. */
export const hasRecordings = existsSync(recordedFolder)

/** What tests say that skip. */
export const absent = "the network contracts are not on this machine"

/** Every recorded payload, by its path. */
export function recordings(): readonly string[] {
  if (!hasRecordings) return []
  return readdirSync(recordedFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .toSorted()
}

const specSchema = z.object({
  apis: z.array(
    z.object({
      method: z.string(),
      endpoint: z.string().nullish(),
      return: z.string().nullish(),
      params: z.array(z.object({ name: z.string(), required: z.boolean().optional() })),
    }),
  ),
  fields: z.array(z.object({ name: z.string(), type: z.string() })),
})

type Spec = z.output<typeof specSchema>

const known = new Map<string, Spec | undefined>()

function specOf(name: string): Spec | undefined {
  if (!known.has(name)) {
    const file = join(specFolder, `${name}.json`)
    known.set(name, existsSync(file) ? specSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined)
  }
  return known.get(name)
}

/** Instagram Login names its nodes otherwise in what it returns. */
const aliases: Readonly<Record<string, string>> = { User: "IGUserForIGOnlyAPI", Media: "IGMediaForIGOnlyAPI", Comment: "IGComment" }

const specNames: Readonly<Record<InstagramLogin, Readonly<Record<string, string>>>> = {
  facebook: { user: "IGUser", media: "IGMedia", comment: "IGComment", hashtag: "ShadowIGHashtag" },
  instagram: { user: "IGUserForIGOnlyAPI", media: "IGMediaForIGOnlyAPI", comment: "IGComment" },
}

/** What is known elsewhere: calls of the application, and the search for hashtags, which no specification describes. */
export const elsewhere: ReadonlySet<string> = new Set([
  "GET ig_hashtag_search",
  "GET debug_token",
  "GET app/subscriptions",
  "GET page/subscribed_apps",
])

/** Parameters that every call or every list takes. */
const common: ReadonlySet<string> = new Set(["access_token", "appsecret_proof", "fields", "limit", "after"])

function typeOf(node: string, field: string): string | undefined {
  const spec = specOf(aliases[node] ?? node)
  const own = spec?.fields.find(({ name }) => name === field)?.type
  const edge = spec?.apis.find(({ method, endpoint }) => method === "GET" && endpoint === field)?.return
  return own ?? edge ?? undefined
}

function fieldFaults(node: string, fields: readonly GraphField[]): readonly string[] {
  return fields.flatMap((field): readonly string[] => {
    const type = typeOf(node, field.name)
    if (type === undefined) return [`${node} has no ${field.name}`]
    return field.fields === undefined ? [] : fieldFaults(type, field.fields)
  })
}

/** What is wrong with a call by the specifications; nothing when all is right. */
export function callFaults(login: InstagramLogin, operation: string, params: Readonly<Record<string, string>>): readonly string[] {
  if (elsewhere.has(operation)) return []
  const [method = "", path = ""] = operation.split(" ")
  const [kind = "", edge] = path.replace(/\..*/, "").split("/")
  if (kind === "refresh_access_token") return []
  const node = specNames[login][kind]
  if (node === undefined) return [`${operation}: no such node`]
  const api = specOf(node)?.apis.find((one) => one.method === method && (one.endpoint ?? undefined) === edge)
  if (edge !== undefined && api === undefined) return [`${operation}: no such edge of ${node}`]
  const names = new Set(api?.params.map(({ name }) => name))
  const strange = Object.keys(params).filter((name) => !common.has(name) && !names.has(name))
  const missing = (api?.params ?? []).filter(({ name, required }) => required === true && params[name] === undefined)
  const asked = params["fields"] === undefined ? [] : (parseFields(params["fields"]) ?? [{ name: "(syntax)", args: {} }])
  const of = edge === undefined ? node : (api?.return ?? "").replace(/^IGGraph/, "")
  return [
    ...strange.map((name) => `${operation}: ${name} is no parameter`),
    ...missing.map(({ name }) => `${operation}: ${name} is required`),
    ...fieldFaults(of, asked),
    ...(method === "POST" && params["fields"] !== undefined ? [`${operation}: a call that writes asks for fields`] : []),
  ]
}

const primitives: Readonly<Record<string, z.ZodType>> = {
  string: z.string(),
  datetime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
  int: z.number().int(),
  bool: z.boolean(),
}

/** What is wrong with a node that was answered, by the specifications. */
function nodeFaults(node: string, value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${node}: an object was expected`]
  return Object.entries(value).flatMap(([name, field]: [string, unknown]): readonly string[] => {
    const type = typeOf(node, name)
    if (type === undefined) return [`${node} has no ${name}`]
    const list = z.object({ data: z.array(z.unknown()) }).safeParse(field).data
    if (list !== undefined) return list.data.flatMap((item) => nodeFaults(type, item))
    // Ids of users are numbers in the specification of Instagram Login, and strings on the wire.
    const primitive = name.endsWith("id") ? primitives["string"] : primitives[type]
    if (primitive === undefined) return nodeFaults(type, field)
    return primitive.safeParse(field).success ? [] : [`${node}.${name} is no ${type}`]
  })
}

/** What is wrong with an answer by the specifications; errors are looked at elsewhere. */
export function answerFaults(login: InstagramLogin, operation: string, answer: unknown): readonly string[] {
  const [method = "", path = ""] = operation.split(" ")
  if (elsewhere.has(operation) || typeof answer !== "object" || answer === null || "error" in answer) return []
  const [kind = "", edge] = path.replace(/\..*/, "").split("/")
  if (kind === "refresh_access_token") return nodeFaults("IGRefreshAccessTokenForIGOnlyAPI", answer)
  const node = specNames[login][kind] ?? ""
  if (method === "POST") return z.strictObject({ id: z.string() }).safeParse(answer).success ? [] : [`${operation}: an id was expected`]
  if (edge === undefined) return nodeFaults(node, answer)
  const type = typeOf(node, edge) ?? ""
  if (edge === "subscribed_apps") return []
  const { data } = z.object({ data: z.array(z.unknown()) }).parse(answer)
  return data.flatMap((item) => nodeFaults(type, item))
}
