import createClient from "openapi-fetch"
import type { components, paths } from "./schema.d.ts"

type Schemas = components["schemas"]
export type Case = Schemas["Case"]
export type CaseMessage = Schemas["CaseMessage"]
export type CaseDraft = Schemas["CaseDraft"]
export type CaseReply = Schemas["CaseReply"]

export type Item = Schemas["IncidentItem"]
export type Action = Schemas["Action"]
export type Command = Schemas["Command"]
export type Vocabulary = Schemas["Vocabulary"]
export type FeedItem = Schemas["FeedItem"]
export type Report = Schemas["Report"]
export type Rights = Schemas["Rights"]
export type Status = Schemas["IncidentStatus"]
export type ListQuery = NonNullable<paths["/incidents"]["get"]["parameters"]["query"]>

/** The HTTP API, by its own document. */
export const api = createClient<paths>({ baseUrl: "/api/v1", querySerializer: { array: { style: "form", explode: true } } })

/** What the server refused, with its code; `network` where it did not answer. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, status: number, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.code = code
    this.status = status
    this.details = details
  }
}

interface Answered<Data> {
  readonly data?: Data | undefined
  readonly error?: unknown
  readonly response: Response
}

/** The data of an answer, or its problem thrown. */
export async function dataOf<Data>(asked: Promise<Answered<Data>>): Promise<Data> {
  const answer = await asked.catch((error: unknown) => {
    throw new Problem("network", 0, error instanceof Error ? error.message : String(error))
  })
  if (answer.response.ok && answer.data !== undefined) return answer.data
  throw problemOf(answer.error, answer.response.status)
}

/** A problem as RFC 9457 has it; anything else by its status alone. */
export function problemOf(body: unknown, status: number): Problem {
  const details = typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
  const code = typeof details["code"] === "string" ? details["code"] : "other"
  return new Problem(code, status, typeof details["detail"] === "string" ? details["detail"] : code, details)
}

/** Who is signed in, and what the desk is. */
export interface Session {
  readonly now: string
  readonly zone: string
  readonly playing: { readonly done: number; readonly total: number; readonly at?: string } | null
  readonly account: {
    readonly id: string
    readonly name: string
    readonly post: { readonly ru: string; readonly en: string }
    readonly roles: readonly string[]
  } | null
  readonly offered:
    | readonly { readonly id: string; readonly name: string; readonly post: { readonly ru: string; readonly en: string } }[]
    | null
  readonly offeredPassword: string | null
  /** Names, by the ids of actors. */
  readonly people: Readonly<Record<string, string>>
}

/** Asks the office itself, beside the API. */
export async function ask<Data>(path: string, body?: object): Promise<Data> {
  const response = await fetch(
    path,
    body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  ).catch((error: unknown) => {
    throw new Problem("network", 0, String(error))
  })
  const data: unknown = await response.json().catch(() => ({}))
  if (!response.ok) throw problemOf(data, response.status)
  return data as Data
}
