import * as z from "zod"
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from "zod-openapi"
import { problemKinds, problemSchema, type ProblemCode } from "./problem.ts"
import type { AnswerHeader, Route } from "./route.ts"

/** An OpenAPI 3.1 document, plain JSON. */
export interface OpenApiDocument {
  /** The version of OpenAPI. */
  readonly openapi: string
  /** Title, version and description. */
  readonly info: Readonly<Record<string, unknown>>
  /** The operations by path. */
  readonly paths?: Readonly<Record<string, unknown>>
  /** Shared schemas. */
  readonly components?: Readonly<Record<string, unknown>>
}

/** One way to sign in, as OpenAPI writes it: `{ type: "http", scheme: "bearer" }`. */
export type SecurityScheme = {
  /** The kind of scheme, as `http`. */
  readonly type: string
} & Readonly<Record<string, unknown>>

/** What the document says of the host. */
export interface OpenApiInfo {
  /** Default `Otklik desk`. */
  readonly title?: string
  /** What the document says about itself. */
  readonly description?: string
  /** Addresses of the API. Default: `basePath`. */
  readonly servers?: readonly string[]
  /** How clients sign in, as OpenAPI writes it. Default: a bearer token. */
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>
}

/** The version of the API, not of the package: 0 until its first release. */
const apiVersion = "0"

/** What each tag holds. */
const tags: readonly { readonly name: string; readonly description: string }[] = [
  { name: "incidents", description: "Incidents: list, read, command." },
  { name: "evidence", description: "Photos of problems and of their fixes." },
  { name: "replies", description: "Texts of replies, before they are submitted." },
  { name: "figures", description: "Reports, and what was read and what not." },
  { name: "events", description: "What happens, as it happens." },
  { name: "webhooks", description: "Events that are sent to other systems: how endpoints are served, what is sent again." },
  { name: "privacy", description: "The journal." },
  { name: "service", description: "Probes, this document, pages of problems." },
  { name: "hooks", description: "Pushes of networks." },
]

/** The document of the routes. */
export function openApiOf(
  routes: readonly Route[],
  { info, basePath }: { readonly info: OpenApiInfo; readonly basePath: string },
): OpenApiDocument {
  const schemes = info.securitySchemes ?? { bearer: { type: "http", scheme: "bearer" } }
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, Object.keys(schemes)) }
  }
  const used = new Set(routes.map(({ tag }) => tag))
  const securitySchemes = schemes as NonNullable<ZodOpenApiObject["components"]>["securitySchemes"]
  const definition: ZodOpenApiObject = {
    openapi: "3.1.1",
    info: {
      title: info.title ?? "Otklik desk",
      version: apiVersion,
      description: info.description ?? "The help desk: incidents, their evidence, replies, figures and events.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: (info.servers ?? [basePath === "" ? "/" : basePath]).map((url) => ({ url })),
    tags: tags.filter(({ name }) => used.has(name)),
    paths,
    components: { securitySchemes },
  }
  const document = createDocument(definition, { override: ({ jsonSchema }) => sayOneOf(jsonSchema) })
  return { ...document, info: { ...document.info }, paths: { ...document.paths }, components: { ...document.components } }
}

/** Of shapes that take nothing else exactly one fits, and a client that joins two of them is wrong. */
function sayOneOf(schema: { anyOf?: unknown; oneOf?: unknown }): void {
  const { anyOf } = schema
  const isClosed = (one: unknown): boolean =>
    typeof one === "object" && one !== null && "additionalProperties" in one && one.additionalProperties === false
  if (!Array.isArray(anyOf) || !anyOf.every(isClosed)) return
  delete schema.anyOf
  schema.oneOf = anyOf
}

function operationOf(route: Route, schemes: readonly string[]): ZodOpenApiOperationObject {
  const { operationId, tag, summary, description, query, body, bodyKind, isPublic } = route
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: isPublic === true ? [] : schemes.map((scheme) => ({ [scheme]: [] })),
    requestParams: {
      ...pathParams(route.path),
      ...(query === undefined ? {} : { query }),
      ...headerParams(route),
    },
    ...(bodyKind === undefined || bodyKind === "none"
      ? {}
      : { requestBody: { required: bodyKind !== "raw", content: bodyContent(bodyKind, body) } }),
    responses: responsesOf(route),
  }
}

function pathParams(path: string): { readonly path?: z.ZodObject } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name)
  return names.length === 0 ? {} : { path: z.object(Object.fromEntries(names.map((name) => [name, z.string().min(1)]))) }
}

function headerParams({ ifMatch, idempotencyKey, answer }: Route): { readonly header?: z.ZodObject } {
  const version = z.string().meta({ description: 'The ETag of what was read, as `"v7"`; `*` takes any version.' })
  const key = z
    .string()
    .meta({ description: "The same when the same request is sent again, another for every other: 1 to 255 visible ASCII characters." })
  const known = z.string().meta({ description: "The ETag of what is known already." })
  const shape = {
    ...(answer.isConditional === true ? { "If-None-Match": known.optional() } : {}),
    ...(ifMatch === undefined ? {} : { "If-Match": ifMatch === "required" ? version : version.optional() }),
    ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey === "required" ? key : key.optional() }),
  }
  return Object.keys(shape).length === 0 ? {} : { header: z.object(shape) }
}

function bodyContent(kind: "json" | "photo" | "raw", schema: z.ZodType | undefined) {
  if (kind === "json" && schema !== undefined) return { "application/json": { schema } }
  return { [kind === "photo" ? "image/*" : "*/*"]: { schema: z.file() } }
}

const headerTexts: Readonly<Record<AnswerHeader, string>> = {
  ETag: "The version, for `If-Match`.",
  Location: "The address of what was made.",
  Link: 'The next page, with `rel="next"`.',
  "Idempotency-Replayed": "`true` where the key had done its work before.",
}

function responsesOf({ answer, problems = [], bodyKind, isPublic, ifMatch, path }: Route): ZodOpenApiOperationObject["responses"] {
  const { status, description, schema, mediaType = "application/json", alsoAs, headers = [], also = {}, isConditional } = answer
  const content = {
    [mediaType]: { schema: schema ?? (mediaType === "application/json" ? z.looseObject({}) : z.file()) },
    ...(alsoAs === undefined ? {} : { [alsoAs]: { schema: z.string() } }),
  }
  const shown = Object.fromEntries(headers.map((name) => [name, { description: headerTexts[name], schema: { type: "string" as const } }]))
  const success = (text: string): ZodOpenApiResponseObject => ({
    description: text,
    content,
    ...(headers.length === 0 ? {} : { headers: shown }),
  })
  const answers: Record<string, ZodOpenApiResponseObject> = { [status]: success(description) }
  for (const [other, text] of Object.entries(also)) answers[other] = success(text)
  if (isConditional === true) answers["304"] = { description: "It is the version that `If-None-Match` names." }
  const isHook = bodyKind === "raw" || path.startsWith("/hooks/")
  const codes: readonly ProblemCode[] = [
    ...(isHook ? (["no-such-route"] as const) : []),
    ...(isPublic === true ? [] : (["unauthenticated", "internal"] as const)),
    ...(bodyKind === "json" || bodyKind === "photo" ? (["cross-site", "unsupported-media", "too-large"] as const) : []),
    ...(bodyKind === "raw" ? (["too-large"] as const) : []),
    // A parameter that nobody knows is refused everywhere.
    ...(isHook ? [] : (["invalid-request"] as const)),
    ...(ifMatch === "required" ? (["if-match-required"] as const) : []),
    ...problems,
  ]
  const byStatus = new Map<number, string[]>()
  for (const code of new Set(codes)) {
    for (const each of problemKinds[code].statuses) byStatus.set(each, [...(byStatus.get(each) ?? []), code])
  }
  for (const [each, names] of [...byStatus].toSorted(([one], [other]) => one - other)) {
    if (String(each) in answers) continue
    answers[String(each)] = {
      description: names.map((name) => `\`${name}\``).join(", "),
      content: { "application/problem+json": { schema: problemSchema } },
    }
  }
  return answers
}
