import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Ajv, type ValidateFunction } from "ajv"

/**
 * Where the official schema and recorded payloads stand, on machines that have them; nothing of it is part of the
 * repository.
 */
const folder = fileURLToPath(new URL("../../../../shared/networks/", import.meta.url))
const contractFolder = join(folder, "contracts", "vk")

/** Recorded payloads of VK. */
export const recordedFolder = join(folder, "recorded", "vk")

/** Whether the schema is at hand. */
export const hasContract = existsSync(join(contractFolder, "schema.json"))

/** Whether recorded payloads are at hand. */
export const hasRecordings = existsSync(recordedFolder)

/** What tests say that skip. */
export const absent = "the network contracts are not on this machine"

interface Parameter {
  readonly name: string
  readonly type: string | readonly string[]
  readonly required?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly (string | number)[]
  readonly maxLength?: number
}

interface Method {
  readonly name: string
  readonly access_token_type: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<Record<string, { readonly $ref: string }>>
}

const base = "vk://schema"

/**
 * VK writes `required: true` inside of a property, as draft 3 did; draft 7 wants names in the object above.
 */
function lift(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(lift)
  if (typeof node !== "object" || node === null) return node
  const entries = Object.entries(node).filter(([name, value]) => !(name === "required" && typeof value === "boolean") && name !== "$schema")
  const lifted = Object.fromEntries(entries.map(([name, value]) => [name, lift(value)]))
  const properties: unknown = Reflect.get(node, "properties")
  if (typeof properties !== "object" || properties === null) return lifted
  const required = Object.entries(properties).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && Reflect.get(value, "required") === true ? [name] : [],
  )
  return required.length === 0 ? lifted : { ...lifted, required }
}

const sections = hasContract
  ? readdirSync(contractFolder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  : []

const read = (path: string): unknown => JSON.parse(readFileSync(join(contractFolder, path), "utf8"))

function createAjv(): Ajv {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  for (const section of sections) {
    for (const file of ["objects", "responses"]) {
      if (!existsSync(join(contractFolder, section, `${file}.json`))) continue
      const { definitions } = lift(read(`${section}/${file}.json`)) as { readonly definitions: unknown }
      ajv.addSchema({ $id: `${base}/${section}/${file}.json`, definitions })
    }
  }
  return ajv
}

const ajv = createAjv()
const methods = new Map<string, Method>()
for (const section of sections) {
  if (!existsSync(join(contractFolder, section, "methods.json"))) continue
  const { methods: list } = read(`${section}/methods.json`) as { readonly methods: readonly Method[] }
  for (const method of list) methods.set(method.name, method)
}

const compiled = new Map<string, ValidateFunction>()

/** What is wrong with a value by a definition, as `wall/objects.json#/definitions/wall_wall_comment`. */
export function faultsOf(definition: string, value: unknown): readonly string[] {
  const known = compiled.get(definition)
  const validate = known ?? ajv.compile({ $ref: `${base}/${definition}` })
  compiled.set(definition, validate)
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/**
 * Parameters that VK documents and the schema of 5.199 leaves out: it merges `owner_id` into `domain`.
 */
const documentedElsewhere: ReadonlySet<string> = new Set(["wall.get owner_id"])

/** What is wrong with a call by the official list of parameters. */
export function callFaults(method: string, params: Readonly<Record<string, string>>): readonly string[] {
  const shape = methods.get(method)
  if (shape === undefined) return [`${method} is no method of VK`]
  const faults: string[] = []
  for (const [name, value] of Object.entries(params)) {
    if (["access_token", "v"].includes(name) || documentedElsewhere.has(`${method} ${name}`)) continue
    const parameter = shape.parameters?.find((candidate) => candidate.name === name)
    if (parameter === undefined) faults.push(`${method}: ${name} is no parameter`)
    else if (!fits(parameter, value)) faults.push(`${method}: ${name}=${value} does not fit`)
  }
  for (const { name, required } of shape.parameters ?? [])
    if (required === true && params[name] === undefined) faults.push(`${method}: ${name} is missing`)
  return faults
}

function fits({ type, minimum, maximum, enum: values, maxLength }: Parameter, value: string): boolean {
  if (values !== undefined && !values.map(String).includes(value)) return false
  if (maxLength !== undefined && value.length > maxLength) return false
  if (type === "boolean") return ["0", "1"].includes(value)
  if (type !== "integer") return true
  return /^-?\d+$/.test(value) && (minimum === undefined || Number(value) >= minimum) && (maximum === undefined || Number(value) <= maximum)
}

/** What is wrong with an answer: one of the method's responses must fit, or it is an error. */
export function answerFaults(method: string, answer: unknown): readonly string[] {
  if (typeof answer === "object" && answer !== null && "error" in answer)
    return faultsOf("base/objects.json#/definitions/base_error", answer.error)
  const shapes = Object.values(methods.get(method)?.responses ?? {}).map(({ $ref }) => $ref.replace("../", ""))
  const all = shapes.map((shape) => faultsOf(shape, answer))
  return all.some((faults) => faults.length === 0) ? [] : (all[0] ?? [`${method} has no documented response`])
}

/** The kinds of tokens that a method takes: `user`, `group`, `service`. */
export function tokenKinds(method: string): readonly string[] {
  return methods.get(method)?.access_token_type ?? []
}
