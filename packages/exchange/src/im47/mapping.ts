import { readOptions } from "@otklik/core"
import * as z from "zod"
import type { ColumnMapping, MappedField, TableMapping } from "../mapping.ts"
import { im47Columns } from "./columns.ts"
import { closingWords, kindWords, outcomeWords, stepWords, yesNo } from "./words.ts"

/** Something of the host's that a table names by its title. */
export interface Titled {
  /** Its id in the host. */
  readonly id: string
  /** What the table calls it. */
  readonly title: string
}

/** What the host's own data are called in the table. */
export interface TableTitles {
  /** The topics. */
  readonly topics?: readonly Titled[]
  /** The authorities. */
  readonly authorities?: readonly Titled[]
  /** The persons who work on incidents. */
  readonly executors?: readonly Titled[]
  /** The territories. */
  readonly territories?: readonly Titled[]
  /** The tags. */
  readonly tags?: readonly Titled[]
}

const titled = z.array(z.looseObject({ id: z.string().min(1), title: z.string().min(1) })).default([])
const titlesSchema = z.strictObject({ topics: titled, authorities: titled, executors: titled, territories: titled, tags: titled })

/** The values of the closed columns. */
const closedValues: Readonly<Partial<Record<MappedField, Readonly<Record<string, string | null>>>>> = {
  step: { [stepWords.answered]: "answered", [stepWords.closed]: "closed" },
  kind: { [kindWords.problem]: "problem", [kindWords.question]: "question" },
  outcome: {
    ...swapped({ "fix-claimed": outcomeWords["fix-claimed"], explained: outcomeWords.explained, "cannot-fix": outcomeWords["cannot-fix"] }),
    // Until when, the table does not say.
    [String(outcomeWords.planned)]: null,
  },
  closing: { ...swapped(closingWords), 1: "decision", 2: "decision", 3: "decision", 4: "author-satisfied", 5: "author-satisfied" },
  ownInTime: { [yesNo.yes]: "yes", [yesNo.no]: "no", [yesNo.none]: null },
}

/** By which of the host's data a column is read. */
const hostsOwn: Readonly<Partial<Record<MappedField, keyof TableTitles>>> = {
  topic: "topics",
  authority: "authorities",
  executor: "executors",
  region: "territories",
  district: "territories",
  settlement: "territories",
  tags: "tags",
}

/**
 * The mapping of the real system's spreadsheet of 47 columns. Of its topics, authorities and territories the values
 * come from the host's own data, by their titles; what these lack may be written into the mapping by hand.
 *
 * @param zone - the IANA zone of the region, as `Asia/Chita`: the spreadsheet has wall-clock time
 * @param titles - the host's data: `defineRegion` has them
 * @throws DeskError `config` for titles that are wrong
 */
export function im47Mapping(zone: string, titles: TableTitles = {}): TableMapping {
  const known = readOptions(titlesSchema, titles, "im47Mapping titles")
  const columns = im47Columns.map(({ name, field }): readonly [string, ColumnMapping] => {
    const own = hostsOwn[field]
    const values = own === undefined ? closedValues[field] : Object.fromEntries(known[own].map(({ id, title }) => [title, id]))
    return [name, values === undefined ? { to: field } : { to: field, values }]
  })
  return { schemaVersion: 1, system: "im", zone, columns: Object.fromEntries(columns) }
}

function swapped(words: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(words).flatMap(([value, word]) => (word === null ? [] : [[word, value]])))
}
