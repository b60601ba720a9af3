import { instantToMillis, isDeskError, type Instant } from "@otklik/core"
import { parseXml, XmlElement, type XmlNode } from "@rgrove/parse-xml"

/** One thing of an answer, whether it came as XML or as JSON. */
export interface Item {
  /** A field; null where it is absent, empty, or something with parts. */
  text(name: string): string | null
  /** The text that it is itself, as a `format` of `formats`. */
  readonly value: string | null
  /** What is inside of a field, as `attribute` of `attributes`. */
  items(name: string, each: string): readonly Item[]
}

/** An answer of an Open311 server. */
export interface Answer {
  /** What the root is called in XML; null where JSON does not say it. */
  readonly root: string | null
  /** The things in it. */
  items(each: string): readonly Item[]
  /** The answer itself as a thing, as a service definition is. */
  readonly self: Item
}

/**
 * Reads an answer: JSON where it looks like it, else XML.
 *
 * @param bytes - UTF-8
 * @returns undefined for what is neither
 */
export function readAnswer(bytes: Uint8Array): Answer | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim()
    return /^[[{]/.test(text) ? jsonAnswer(JSON.parse(text)) : xmlAnswer(text)
  } catch {
    return undefined
  }
}

/** Entities of HTML, which some servers write, stay as they are written: they are no reason to lose an answer. */
function xmlAnswer(text: string): Answer | undefined {
  const { root } = parseXml(text, { ignoreUndefinedEntities: true })
  return root === null ? undefined : { root: root.name, items: (each) => childrenOf(root, each).map(xmlItem), self: xmlItem(root) }
}

function xmlItem(element: XmlElement): Item {
  return {
    text(name) {
      const [field] = childrenOf(element, name)
      return field === undefined ? null : plain(field)
    },
    value: plain(element),
    items: (name, each) => childrenOf(element, name).flatMap((list) => childrenOf(list, each).map(xmlItem)),
  }
}

/** Something with elements inside is no text: their words would run together. */
function plain({ children, text }: XmlElement): string | null {
  return children.some((child) => child instanceof XmlElement) ? null : filled(text)
}

function childrenOf({ children }: { readonly children: readonly XmlNode[] }, name: string): readonly XmlElement[] {
  return children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name)
}

function jsonAnswer(value: unknown): Answer {
  return { root: null, items: (each) => listed(value, each).map(jsonItem), self: jsonItem(value) }
}

function jsonItem(value: unknown): Item {
  const field = (name: string): unknown => (isRecord(value) ? value[name] : undefined)
  return {
    text: (name) => scalar(field(name)),
    value: scalar(value),
    items: (name, each) => listed(field(name), each).map(jsonItem),
  }
}

function scalar(value: unknown): string | null {
  if (typeof value === "string") return filled(value)
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null
}

/** By the Spark convention a list has no root; some servers write it all the same. */
function listed(value: unknown, each: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (!isRecord(value)) return []
  if (each in value) return [value[each]].flat()
  const [only, ...others] = Object.values(value)
  return others.length === 0 && only !== undefined ? listed(only, each) : []
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}

function filled(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ""
  return trimmed === "" ? null : trimmed
}

/** Reads fields and remembers those that it could not make sense of. */
export interface FieldReader {
  text(name: string): string | null
  moment(name: string): Instant | null
  number(name: string): number | null
  flag(name: string): boolean | null
  /** The fields that were there, and could not be read. */
  readonly unread: readonly string[]
}

/** Reads the fields of one thing. */
export function fieldsOf(item: Item): FieldReader {
  const unread: string[] = []
  const read = <Value>(name: string, make: (text: string) => Value | undefined): Value | null => {
    const text = item.text(name)
    if (text === null) return null
    const value = make(text)
    if (value !== undefined) return value
    unread.push(name)
    return null
  }
  return {
    unread,
    text: (name) => item.text(name),
    moment: (name) => read(name, momentOf),
    number: (name) => read(name, (text) => (/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined)),
    flag: (name) => read(name, (text) => ({ true: true, false: false })[text.toLowerCase()]),
  }
}

/** W3C form with its offset; without one nobody knows when it was. */
function momentOf(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined
  const millis = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"))
  if (Number.isNaN(millis)) return undefined
  const instant = new Date(millis).toISOString()
  try {
    instantToMillis(instant)
    return instant
  } catch (error) {
    if (isDeskError(error, "config")) return undefined
    throw error
  }
}
