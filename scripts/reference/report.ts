import { reportSchema } from "@otklik/core/reports"
import * as z from "zod"
import { code, table } from "./tables.ts"

interface Shape {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly additionalProperties?: Shape
  readonly anyOf?: readonly Shape[]
}

const count = "incidents, terms or events"

/**
 * What each field is, and in which unit: a field of the schema that is missing here, or is no field any more, is
 * refused.
 */
const notes: Readonly<Record<string, readonly [unit: string, note: string]>> = {
  "report.schemaVersion": ["", "version of this shape"],
  "report.scope.reach": ["", "what the reader reaches: everything, or what one of the limits reaches"],
  "report.period": ["", "what is reported on"],
  "report.comparedWith": ["", "what it is compared with; null: with nothing"],
  "report.at": ["moment, UTC", "the moment of the report; what lies after it has not happened yet"],
  "report.metrics[].id": ["", "the key in `numbers`, `shares` or `durations`"],
  "report.metrics[].kind": ["", "what is counted: incidents, terms, events, what is open, a share, minutes"],
  "report.metrics[].title.ru": ["", "a heading, in Russian"],
  "report.metrics[].title.en": ["", "the same in English"],
  "report.metrics[].definition.ru": ["", "what is counted, in a sentence, in Russian"],
  "report.metrics[].definition.en": ["", "the same in English"],
  "report.totals": ["", "of everything that is in scope; its `keys` are empty"],
  "report.tables[].by": ["", "the dimensions; empty for a table of buckets alone"],
  "report.tables[].bucket": ["", "into which intervals the period is cut; null: one"],
  "report.tables[].overlapping": ["", "whether an incident may count in several rows: then rows have no sum"],
  "report.tables[].rows": ["", "one for each value; rows of zeros are left out, but for buckets"],
  "report.notes[].id": ["", "what a reader must know: [the notes](../modules/report.md#notes)"],
  "report.notes[].text": ["", "the same as a sentence"],
  "report.notes[].facts": ["", "the values that the sentence holds"],
  "report.published.k": [count, "smaller numbers than this are hidden; only in a published report"],
  "report.published.hidden": ["numbers", "how many are hidden"],
  "period.zone": ["IANA zone", "whose local days are counted"],
  "period.fromDate": ["local date", "the first day"],
  "period.toDate": ["local date", "the day after the last one"],
  "period.from": ["moment, UTC", "the beginning of `fromDate`"],
  "period.to": ["moment, UTC", "the beginning of `toDate`; not part of the period"],
  "period.days": ["local days", "23 to 25 hours each"],
  "period.workingDays": ["days with working time", "null: no calendar was given"],
  "row.keys": ["", "a value a dimension, then the first date of the bucket; null: the incidents have none"],
  "row.previous": ["", "the figures of the compared period; of buckets those of the n-th beside the n-th; null: none"],
  "row.numbers": [count, "by the id of a number; null: hidden"],
  "row.shares": ["", "by the id of a share"],
  "row.durations": ["", "by the id of a duration"],
  "row.change": ["", "null where `previous` is"],
  "share.share": ["0 to 1", "null: there is nothing to take a share of, or it is hidden"],
  "share.of": [count, "the denominator; null: hidden"],
  "duration.count": ["", "of how many; null: hidden"],
  "duration.medianMinutes": ["minutes", "the middle one, by nearest rank; null: there was none, or it is hidden"],
  "duration.p90Minutes": ["minutes", "nine of ten do not exceed it, by nearest rank"],
  "change.numbers": ["", "by the id of a number: `absolute`, now less then, and `percent` of the number then, null where that is 0"],
  "change.sharePoints": ["percentage points", "by the id of a share; null when either has none"],
}

/** The shape of a report, a table a shape. */
export function reportShape(): string {
  const report = z.toJSONSchema(reportSchema, { unrepresentable: "any" }) as Shape
  const row = within(report, "totals")
  const each = (name: string) => within(row, name).additionalProperties ?? {}
  const named = { period: within(report, "period"), row, share: each("shares"), duration: each("durations"), change: within(row, "change") }
  const told = new Set<string>()
  const tables = Object.entries({ report, ...named }).map(([name, shape]) => {
    const rows = leaves(shape, "", named, name)
      .filter(([path]) => !/^scope\.where|^previous\./.test(path))
      .map(([path, type]) => {
        const key = `${name}.${path}`
        const [unit, note] = notes[key] ?? []
        if (unit === undefined || note === undefined) throw new TypeError(`what is ${key}? Say it in scripts/reference/report.ts`)
        told.add(key)
        return [code(path), type, unit, note]
      })
    const previous = name === "row" ? [[code("previous"), "numbers, shares and durations, or null", ...(notes["row.previous"] ?? [])]] : []
    if (name === "row") told.add("row.previous")
    return `## ${name}\n\n${table(["field", "type", "unit", "is"], [...rows, ...previous])}`
  })
  const gone = Object.keys(notes).filter((key) => !told.has(key))
  if (gone.length > 0) throw new TypeError(`a report has no ${gone.join(", ")}`)
  return tables.join("\n\n")
}

function within(shape: Shape, name: string): Shape {
  const found = shape.properties?.[name]
  if (found === undefined) throw new TypeError(`there is no field ${name}`)
  return withoutNull(found).shape
}

function withoutNull(shape: Shape): { readonly shape: Shape; readonly isNullable: boolean } {
  const others = shape.anyOf?.filter(({ type }) => type !== "null")
  const [only] = others ?? []
  return only === undefined ? { shape, isNullable: false } : { shape: only, isNullable: others?.length !== shape.anyOf?.length }
}

/** The fields of a shape with their types; a shape that has a name of its own is not looked into. */
function leaves(shape: Shape, path: string, named: Readonly<Record<string, Shape>>, self: string): readonly (readonly [string, string])[] {
  const { shape: inner, isNullable } = withoutNull(shape)
  const suffix = isNullable ? " or null" : ""
  const same = Object.entries(named).find(([name, one]) => name !== self && JSON.stringify(one) === JSON.stringify(inner))?.[0]
  if (same !== undefined && path !== "") return [[path, `[${same}](#${same})${suffix}`]]
  if (inner.properties !== undefined)
    return Object.entries(inner.properties).flatMap(([name, field]) => leaves(field, path === "" ? name : `${path}.${name}`, named, self))
  if (inner.additionalProperties !== undefined && inner.properties === undefined && typeof inner.additionalProperties === "object") {
    const values = leaves(inner.additionalProperties, path, named, self)
    const [, of] = values.find(([at]) => at === path) ?? [path, "an object"]
    return [[path, `object, each ${of}${suffix}`]]
  }
  if (inner.items !== undefined) {
    const items = leaves(inner.items, `${path}[]`, named, self)
    return items.map(([at, type]) => (at === `${path}[]` ? [path, `list of ${type}`] : [at, type]))
  }
  return [[path, `${typeOf(inner)}${suffix}`]]
}

function typeOf({ type, format, enum: values, const: only }: Shape): string {
  if (only !== undefined) return code(JSON.stringify(only))
  if (values !== undefined) return values.map((value) => code(JSON.stringify(value))).join(", ")
  if (type === undefined || format !== undefined) return "text"
  const names: Readonly<Record<string, string>> = { integer: "whole number", string: "text" }
  return [type]
    .flat()
    .map((name) => names[name] ?? name)
    .join(" or ")
}
