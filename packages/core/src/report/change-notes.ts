import type { ReportNote } from "./report.ts"

/** What was added, taken out and changed, by name. */
export interface NamedChange {
  /** Not there before. */
  readonly added: readonly string[]
  /** There before. */
  readonly removed: readonly string[]
  /** There before and after, but not the same. */
  readonly changed: readonly string[]
}

const sentences = {
  "rules-changed": "The rules were changed in this time.",
  "policies-changed": "The policies were changed in this time.",
  "connectors-changed": "The connectors were changed in this time.",
  "topics-changed": "The topics were changed in this time.",
} satisfies Partial<Record<ReportNote["id"], string>>

/** Notes on what a desk was set up with. */
export type ChangeNoteId = keyof typeof sentences

/** So many names are in a sentence; `facts` have all. */
const namedAtMost = 10

/** Says what of one thing was changed; undefined where nothing was. */
export function changeNote(id: ChangeNoteId, change: NamedChange): ReportNote | undefined {
  const all: Readonly<Record<string, readonly string[]>> = { ...change }
  const named = Object.entries(all).filter(([, names]) => names.length > 0)
  if (named.length === 0) return undefined
  const parts = named.map(([word, names]) => `${word.charAt(0).toUpperCase()}${word.slice(1)}: ${listOf(names)}.`)
  return { id, text: [sentences[id], ...parts].join(" "), facts: Object.fromEntries(named) }
}

/** How much of one source was read in each of two periods, in whole percent. */
export interface ReadShares {
  /** Its title. */
  readonly title: string
  /** Of the period. */
  readonly percent: number
  /** Of the compared one. */
  readonly comparedPercent: number
}

/**
 * Says that sources were not read alike; undefined where they were.
 *
 * @param whole - of all sources together
 */
export function coverageNote(whole: Omit<ReadShares, "title">, sources: readonly ReadShares[]): ReportNote | undefined {
  const names = sources.filter(({ percent, comparedPercent }) => percent !== comparedPercent).map(({ title }) => title)
  if (names.length === 0) return undefined
  const { percent, comparedPercent } = whole
  const text = `Of the time of the sources ${percent} % was read, ${comparedPercent} % in the compared period. It differs for: ${listOf(names)}.`
  return { id: "coverage-differs", text, facts: { percent, comparedPercent, sources: names } }
}

/** A note for everybody: names of rules, connectors and sources say what is searched and where, and go. */
export function publicNote(note: ReportNote): ReportNote {
  if (note.id in sentences) return { ...note, text: sentences[note.id as ChangeNoteId], facts: {} }
  if (note.id !== "coverage-differs") return note
  const { sources: _, ...facts } = note.facts
  return { ...note, text: note.text.slice(0, note.text.indexOf(" It differs for:")), facts }
}

function listOf(names: readonly string[]): string {
  const rest = names.length - namedAtMost
  return rest > 0 ? `${names.slice(0, namedAtMost).join(", ")} and ${rest} more` : names.join(", ")
}
