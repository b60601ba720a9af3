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
  readonly anyOf?: readonly Shape[]
}

const count = "incidents"
const numbers = "counted as [the numbers](../modules/report.md#the-numbers) say"

/**
 * What each field is, and in which unit: a field of the schema that is missing here, or is no field any more, is
 * refused.
 */
const notes: Readonly<Record<string, readonly [unit: string, note: string]>> = {
  "report.schemaVersion": ["", "version of this shape"],
  "report.period": ["", "what is reported on"],
  "report.comparedWith": ["", "what it is compared with; null: with nothing"],
  "report.at": ["moment, UTC", "the moment of the report; what lies after it has not happened yet"],
  "report.totals": ["", "of the whole desk; its `key` is null"],
  "report.sections[].by": ["", "one table a dimension that was asked for"],
  "report.sections[].rows": ["", "one a value of the dimension, and one without a value (`key`: null) where incidents have none"],
  "report.previousDays": ["", "the days of the compared period; empty when they were not asked for"],
  "report.notes[].id": ["", "what a reader must know: [the notes](../modules/report.md#the-report)"],
  "report.notes[].text": ["", "the same as a sentence"],
  "period.zone": ["IANA zone", "whose local days are counted"],
  "period.fromDate": ["local date", "the first day"],
  "period.toDate": ["local date", "the day after the last one"],
  "period.from": ["moment, UTC", "the beginning of `fromDate`"],
  "period.to": ["moment, UTC", "the beginning of `toDate`; not part of the period"],
  "period.days": ["local days", "23 to 25 hours each"],
  "period.workingDays": ["days with working time", "null: no calendar was given"],
  "row.key": ["", "id of a topic, authority, territory or network, or a local date; null: the incidents have none"],
  "row.tally": ["", "the figures of the period"],
  "row.inTime": ["", "first replies in time, of those due in the period"],
  "row.previous.tally": ["", "the figures of the compared period; `previous` is null when none is compared, and for days"],
  "row.previous.inTime": ["", "the same share then"],
  "row.change.inTimePoints": ["percentage points", "between the two shares; null when either has none"],
  "tally.received": [count, numbers],
  "tally.accepted": [count, numbers],
  "tally.due": [count, numbers],
  "tally.answeredInTime": [count, numbers],
  "tally.answeredLate": [count, numbers],
  "tally.answered": [count, numbers],
  "tally.overdueOpen": [count, numbers],
  "tally.closed": [count, numbers],
  "share.share": ["0 to 1", "null: there is nothing to take a share of"],
  "share.of": [count, "the denominator"],
  "change.absolute": [count, "now less then; negative for fewer"],
  "change.percent": ["percent", "of the compared number; null where that is 0"],
}

/** The shape of a report, a table a shape. */
export function reportShape(): string {
  const report = z.toJSONSchema(reportSchema, { unrepresentable: "any" }) as Shape
  const row = within(report, "totals")
  const named = { period: within(report, "period"), row, tally: within(row, "tally"), share: within(row, "inTime"), change: changeOf(row) }
  const told = new Set<string>()
  const tables = Object.entries({ report, ...named }).map(([name, shape]) => {
    const rows = leaves(shape, "", named, name).map(([path, type]) => {
      const inChange = /^change\.(\w+)$/.exec(path)?.[1]
      const key = `${name}.${path}`
      const [unit, note] =
        notes[key] ??
        (inChange !== undefined && inChange in (named.tally.properties ?? {})
          ? ["", "of this number; `change` is null where `previous` is"]
          : [])
      if (unit === undefined || note === undefined) throw new TypeError(`what is ${key}? Say it in scripts/reference/report.ts`)
      told.add(key)
      return [code(path), type, unit, note]
    })
    return `## ${name}\n\n${table(["field", "type", "unit", "is"], rows)}`
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

function changeOf(row: Shape): Shape {
  return within(within(row, "change"), "received")
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
