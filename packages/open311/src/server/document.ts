/** What a field of GeoReport may hold; null is an empty element. */
export type Scalar = string | number | boolean | null

/** Fields by name, in their order. */
export interface Fields {
  readonly [name: string]: Scalar | Fields | List
}

/** Several of one kind: in XML each is an element of this name, in JSON they are an array. */
export interface List {
  readonly of: string
  readonly items: readonly (Scalar | Fields)[]
}

/** What is answered: in XML inside of the root, in JSON without it (the Spark convention). */
export interface Document {
  readonly root: string
  readonly body: Fields | List
}

/** The two formats of GeoReport. */
export type Format = "xml" | "json"

/** Makes a list. */
export function listOf(of: string, items: readonly (Scalar | Fields)[]): List {
  return { of, items }
}

/**
 * Writes a document.
 *
 * @param document - what is answered
 * @param format - in which format
 */
export function writeDocument({ root, body }: Document, format: Format): string {
  return format === "json" ? JSON.stringify(jsonOf(body)) : `<?xml version="1.0" encoding="utf-8"?>\n${element(root, body)}\n`
}

function isList(value: Fields | List): value is List {
  return Array.isArray(value["items"])
}

function jsonOf(value: Scalar | Fields | List): unknown {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? legible(value) : value
  if (isList(value)) return value.items.map(jsonOf)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonOf(inner)]))
}

function element(name: string, value: Scalar | Fields | List): string {
  return `<${name}>${content(value)}</${name}>`
}

function content(value: Scalar | Fields | List): string {
  if (value === null) return ""
  if (typeof value !== "object") return escaped(String(value))
  if (isList(value)) return value.items.map((item) => element(value.of, item)).join("")
  return Object.entries(value)
    .map(([name, inner]) => element(name, inner))
    .join("")
}

/** What XML 1.0 cannot hold in any spelling (production 2, Char): control characters, halves of characters, U+FFFE. */
const illegal = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

/**
 * Leaves out what XML cannot hold.
 *
 * @param text - any text
 */
export function legible(text: string): string {
  return text.replaceAll(illegal, "")
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" }

/** A line break that is written as it is would be read as another one. */
function escaped(text: string): string {
  return legible(text).replaceAll(/[&<>\r]/g, (character) => escapes[character] ?? "")
}
