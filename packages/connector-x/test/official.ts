import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Ajv, type ValidateFunction } from "ajv"

/**
 * Where the official contract and recorded payloads stand, on machines that have them; nothing of it is part of the
 * repository.
 */
const folder = fileURLToPath(new URL("../../../../shared/networks/", import.meta.url))
const contractFile = join(folder, "contracts", "x", "openapi-2.167.subset.json")

/** Recorded payloads of X. */
export const recordedFolder = join(folder, "recorded", "x")

/** Whether the contract is at hand. */
export const hasContract = existsSync(contractFile)

/** Whether recorded payloads are at hand. */
export const hasRecordings = existsSync(recordedFolder)

/** What tests say that skip. */
export const absent = "the network contracts are not on this machine"

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly maxLength?: number
  readonly format?: string
  readonly items?: Schema
  readonly $ref?: string
}

interface Parameter {
  readonly name: string
  readonly in: "query" | "path"
  readonly required?: boolean
  readonly schema: Schema
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly (Parameter & { readonly $ref?: string })[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }>
  >
}

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly parameters: Readonly<Record<string, Parameter>> }
}

const contract: Contract = hasContract
  ? (JSON.parse(readFileSync(contractFile, "utf8")) as Contract)
  : { paths: {}, components: { schemas: {}, parameters: {} } }

/**
 * OpenAPI 3.0 writes `nullable`; and what it does not name is taken for wrong here, although the contract itself is
 * lenient: an answer of the simulator that invents a field must not pass.
 */
function lift(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(lift)
  if (typeof node !== "object" || node === null) return node
  const lifted = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, name === "enum" ? value : lift(value)]))
  const strict = typeof lifted["properties"] === "object" && lifted["additionalProperties"] === undefined && lifted["type"] === "object"
  const closed = strict ? { ...lifted, additionalProperties: false } : lifted
  return lifted["nullable"] === true && typeof lifted["type"] === "string" ? { ...closed, type: [lifted["type"], "null"] } : closed
}

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, discriminator: false })
ajv.addSchema({ $id: "x://contract", components: { schemas: lift(contract.components.schemas) } })

const compiled = new Map<string, ValidateFunction>()

/** What is wrong with a value by a schema of the contract, as `Post`. */
export function faultsOf(schema: string, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? ajv.compile({ $ref: `x://contract#/components/schemas/${schema}` })
  compiled.set(schema, validate)
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}

const operations = new Map(
  Object.values(contract.paths).flatMap((methods) => Object.values(methods).map((one) => [one.operationId, one] as const)),
)

function parametersOf(operation: string): readonly Parameter[] {
  return (operations.get(operation)?.parameters ?? []).flatMap((parameter) => {
    const name = parameter.$ref?.split("/").at(-1)
    const known = name === undefined ? parameter : contract.components.parameters[name]
    return known === undefined ? [] : [known]
  })
}

/**
 * What is wrong with a call by the contract. The older spelling, which searches and lookups had until 2.166, is checked
 * by what the stream still has.
 */
export function callFaults(operation: string, params: Readonly<Record<string, string>>): readonly string[] {
  if (!operations.has(operation)) return [`${operation} is no operation of X`]
  const isOld = params["tweet.fields"] !== undefined
  const older = isOld ? parametersOf("streamPosts").filter(({ name }) => ["tweet.fields", "expansions"].includes(name)) : []
  const known = [...older, ...parametersOf(operation)]
  const faults = Object.entries(params).flatMap(([name, value]) => {
    if (["authorization", "body"].includes(name)) return []
    const parameter = known.find((candidate) => candidate.name === name)
    if (parameter === undefined) return [`${operation}: ${name} is no parameter`]
    return fits(parameter.schema, value) ? [] : [`${operation}: ${name}=${value} does not fit`]
  })
  const missing = known.filter(({ name, required }) => required === true && params[name] === undefined)
  return [...faults, ...missing.map(({ name }) => `${operation}: ${name} is missing`), ...bodyFaults(operation, params["body"])]
}

function bodyFaults(operation: string, body: string | undefined): readonly string[] {
  const ref = operations.get(operation)?.requestBody?.content["application/json"]?.schema.$ref
  if (ref === undefined) return body === undefined ? [] : [`${operation}: takes no body`]
  const value: unknown = JSON.parse(body ?? "null")
  // A file that was sent in a form is an empty object in the log.
  const shown = operation === "mediaUpload" && typeof value === "object" ? { ...value, media: "bytes" } : value
  return faultsOf(ref.split("/").at(-1) ?? "", shown)
}

function fits(given: Schema, value: string): boolean {
  const schema = given.$ref === undefined ? given : (contract.components.schemas[given.$ref.split("/").at(-1) ?? ""] ?? given)
  if (schema.type === "array") {
    const items = value.split(",")
    return (
      items.length <= (schema.maxItems ?? Infinity) &&
      new Set(items).size === items.length &&
      items.every((item) => fits(schema.items ?? {}, item))
    )
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) return false
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) return false
  if (schema.maxLength !== undefined && value.length > schema.maxLength) return false
  if (schema.format === "date-time") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value)
  if (schema.type !== "integer") return true
  return /^\d+$/.test(value) && Number(value) >= (schema.minimum ?? 0) && Number(value) <= (schema.maximum ?? Infinity)
}

const newer: Readonly<Record<string, string>> = {
  edit_history_tweet_ids: "edit_history_post_ids",
  note_tweet: "note_post",
  referenced_tweets: "referenced_posts",
  tweets: "posts",
  retweet_count: "repost_count",
}

/** The same in the spelling of the contract 2.167. */
export function respelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respelled)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [newer[name] ?? name, respelled(field)]))
}

/** What is wrong with an answer: the operation's response must fit, or it is an error. */
export function answerFaults(operation: string, answer: unknown): readonly string[] {
  const responses = operations.get(operation)?.responses ?? {}
  const success = Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1]
  const ref = success?.content["application/json"]?.schema.$ref ?? ""
  return faultsOf(ref.split("/").at(-1) ?? "", respelled(answer))
}

/** The kinds of tokens that an operation takes, with the scopes of the account's. */
export function securityOf(operation: string): { readonly app: boolean; readonly scopes: readonly string[] | undefined } {
  const security = operations.get(operation)?.security ?? []
  return {
    app: security.some((kinds) => "BearerToken" in kinds),
    scopes: security.map((kinds) => kinds["OAuth2UserToken"]).find((scopes) => scopes !== undefined),
  }
}
