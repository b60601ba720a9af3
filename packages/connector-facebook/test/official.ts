import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/**
 * Where the official specifications and recorded payloads stand, on machines that have them; nothing of it is part of
 * the repository.
 */
const folder = fileURLToPath(new URL("../../../../shared/networks/", import.meta.url))
const specFolder = join(folder, "contracts", "facebook", "specs")

/** Recorded payloads of Facebook. */
export const recordedFolder = join(folder, "recorded", "facebook")

/** Whether the specifications are at hand. */
export const hasContract = existsSync(join(specFolder, "Page.json"))

/** Whether recorded payloads are at hand. */
export const hasRecordings = existsSync(recordedFolder)

/** What tests say that skip. */
export const absent = "the network contracts are not on this machine"

interface Call {
  readonly method: string
  readonly endpoint?: string
  readonly name?: string
  readonly return: string
  readonly params: readonly { readonly name: string; readonly type: string; readonly required: boolean }[]
}

interface Spec {
  readonly apis: readonly Call[]
  readonly fields: readonly { readonly name: string; readonly type: string }[]
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(specFolder, file), "utf8"))

const specs = new Map<string, Spec>(
  (hasContract ? readdirSync(specFolder) : [])
    .filter((file) => /^[A-Z]\w+\.json$/.test(file))
    .map((file) => [file.slice(0, -".json".length), read(file) as Spec]),
)

const enums = new Map<string, readonly string[]>(
  hasContract ? (read("enum_types.json") as { name: string; values: string[] }[]).map(({ name, values }) => [name, values]) : [],
)

/** The version that the specifications are of. */
export const specVersion = hasContract ? readFileSync(join(specFolder, "version.txt"), "utf8").trim() : ""

/**
 * Parameters of every call, by Meta's pages on the Graph API, paging and secure requests; the specifications leave them
 * out.
 */
const ofEveryCall: ReadonlySet<string> = new Set(["appsecret_proof", "fields", "limit", "after", "since", "summary"])

/**
 * Fields of `StoryAttachment` and its like, by Meta's page on post attachments; the specifications name the type alone.
 */
const unspecified: ReadonlySet<string> = new Set(["attachments", "attachment", "from", "place", "message_tags", "privacy"])

/** A call of the Graph API as it was sent. */
export interface SentCall {
  /** The type of the node, as the specifications call it. */
  readonly type: string
  readonly method: string
  readonly edge: string | undefined
  readonly params: Readonly<Record<string, string>>
}

/** What is wrong with a call by the official specification. */
export function callFaults({ type, method, edge, params }: SentCall): readonly string[] {
  const name = `${method} ${type}${edge === undefined ? "" : `/${edge}`}`
  const call = callOf(type, method, edge)
  if (call === undefined) return [`${name} is no call of the Graph API`]
  const faults: string[] = []
  for (const [param, value] of Object.entries(params)) {
    if (param === "fields") faults.push(...fieldFaults(edge === undefined ? type : call.return, value))
    if (ofEveryCall.has(param)) continue
    const known = call.params.find((candidate) => candidate.name === param)
    if (known === undefined) faults.push(`${name}: ${param} is no parameter`)
    else if (enums.get(known.type)?.includes(value) === false) faults.push(`${name}: ${param}=${value} is none of its values`)
  }
  for (const { name: param, required } of call.params)
    if (required && params[param] === undefined) faults.push(`${name}: ${param} is missing`)
  return faults
}

function callOf(type: string, method: string, edge: string | undefined): Call | undefined {
  return specs.get(type)?.apis.find((api) => api.method === method && (edge === undefined ? api.name === "#get" : api.endpoint === edge))
}

/** Fields that are asked for must be fields or edges of the type; edges in their turn with their parameters. */
function fieldFaults(type: string, fields: string): readonly string[] {
  return splitFields(fields).flatMap((field) => {
    const [, name = "", modifiers = "", inner] = /^([a-z_]+)((?:\.[a-z_]+\([^)]*\))*)(?:\{(.*)\})?$/.exec(field) ?? []
    const edge = callOf(type, "GET", name)
    const known = specs.get(type)?.fields.find((candidate) => candidate.name === name)
    if (edge === undefined && known === undefined) return [`${type} has no field ${name === "" ? field : name}`]
    const params = Object.fromEntries(
      [...modifiers.matchAll(/\.([a-z_]+)\(([^)]*)\)/g)].map(([, param = "", value = ""]) => [param, value]),
    )
    const wrong = edge === undefined ? [] : callFaults({ type, method: "GET", edge: name, params })
    const deeper = known?.type ?? edge?.return ?? ""
    return [...wrong, ...(inner === undefined || deeper === "Object" ? [] : fieldFaults(deeper, inner))]
  })
}

function splitFields(fields: string): readonly string[] {
  const parts: string[] = [""]
  let depth = 0
  for (const sign of fields) {
    if (sign === "{") depth += 1
    if (sign === "}") depth -= 1
    if (sign === "," && depth === 0) parts.push("")
    else parts[parts.length - 1] += sign
  }
  return parts
}

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  datetime: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/.test(value),
  "unsigned int": (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  Object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
}

/** What is wrong with a node of an answer: every field must be one of the type's, and of its type. */
export function nodeFaults(type: string, node: unknown): readonly string[] {
  if (typeof node !== "object" || node === null) return [`${type}: an object was expected`]
  return Object.entries(node).flatMap(([name, value]) => {
    if (unspecified.has(name)) return typeof value === "object" ? [] : [`${type}.${name}: an object was expected`]
    const edge = callOf(type, "GET", name)
    if (edge !== undefined) return listFaults(edge.return, value)
    const field = specs.get(type)?.fields.find((candidate) => candidate.name === name)
    if (field === undefined) return [`${type} has no field ${name}`]
    if (specs.has(field.type)) return nodeFaults(field.type, value)
    return fits[field.type]?.(value) === false ? [`${type}.${name} is not of the type ${field.type}`] : []
  })
}

/** What is wrong with a list of an answer. */
function listFaults(type: string, list: unknown): readonly string[] {
  const data: unknown = typeof list === "object" && list !== null ? Reflect.get(list, "data") : undefined
  if (!Array.isArray(data)) return [`a list of ${type} was expected`]
  return data.flatMap((node) => nodeFaults(type, node))
}

/** What is wrong with the answer to a call. */
export function answerFaults({ type, method, edge }: SentCall, answer: unknown): readonly string[] {
  const call = callOf(type, method, edge)
  if (call === undefined) return ["no such call"]
  if (edge === undefined || method === "POST") return nodeFaults(edge === undefined ? type : call.return, answer)
  return listFaults(call.return, answer)
}
