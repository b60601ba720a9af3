import type { InputIssue } from "../../base/index.ts"
import { pageLimit, refuse } from "./check-question.ts"
import type { JournalEntry, JournalQuery } from "../contract/journal.ts"
import type { SweepKind, SweepQuery } from "../contract/sweep.ts"
import { recordKinds } from "../contract/tenant-records.ts"
import type { RecordKind } from "../contract/record-kind.ts"
import type { UnitOfWork } from "../contract/unit-of-work.ts"
import { checkName, checkText, checkWord, isCanonical, isCount, type Complain } from "./value-checks.ts"
import { wrongList, wrongNames, wrongWord } from "./wrong-names.ts"

/** Every kind of entry, each once: one that is added fails to compile until it is listed here. */
const entryKinds: Readonly<Record<JournalEntry["kind"], true>> = {
  access: true,
  reading: true,
  erasure: true,
  move: true,
  search: true,
  configuration: true,
}
const sweepKinds: readonly SweepKind[] = ["author", "text"]

/** Complains about what a unit says of sealed authors, tombstones, journal and sweeps. */
export function checkKeeping(unit: UnitOfWork, complain: Complain): void {
  for (const [index, { key, revision, text }] of (unit.tombstones ?? []).entries()) {
    const at = (field: string) => `tombstones[${index}].${field}`
    checkName(key, () => at("key"), complain)
    if (!isCount(revision) || revision < 1) complain(at("revision"), "a whole number from 1 was expected")
    if (text !== null) complain(at("text"), "a tombstone has no text")
  }
  for (const [index, { messageKey, keyId, sealed, replaces }] of (unit.sealedAuthors ?? []).entries()) {
    const at = (field: string) => `sealedAuthors[${index}].${field}`
    checkName(messageKey, () => at("messageKey"), complain)
    if (keyId !== null) checkName(keyId, () => at("keyId"), complain)
    checkText(sealed, () => at("sealed"), complain, "text-or-null")
    if (replaces !== undefined) checkText(replaces, () => at("replaces"), complain)
    if ((keyId === null) !== (sealed === null)) complain(at("sealed"), "a key id and a sealed text must be given together")
    for (const text of [sealed, replaces])
      if (typeof text === "string" && !/^[\x21-\x7e]+$/.test(text)) complain(at("sealed"), "printable ASCII was expected")
  }
  for (const [index, { kind, entryId, at: moment, incidentId }] of (unit.journal ?? []).entries()) {
    const at = (field: string) => `journal[${index}].${field}`
    checkWord(kind, Object.keys(entryKinds), () => at("kind"), complain)
    checkName(entryId, () => at("entryId"), complain)
    if (!isCanonical(moment)) complain(at("at"), "a canonical instant was expected")
    if (incidentId !== null) checkName(incidentId, () => at("incidentId"), complain)
  }
  for (const [index, { entryId }] of (unit.forgotten ?? []).entries()) {
    checkName(entryId, () => `forgotten[${index}].entryId`, complain)
    if (unit.journal?.some((entry) => entry.entryId === entryId)) complain(`forgotten[${index}].entryId`, "it is added by the same unit")
  }
  for (const [index, { incidentId, version, sweep }] of (unit.sweeps ?? []).entries()) {
    checkName(incidentId, () => `sweeps[${index}].incidentId`, complain)
    checkWord(sweep, sweepKinds, () => `sweeps[${index}].sweep`, complain)
    if (!isCount(version)) complain(`sweeps[${index}].version`, "a whole number from 0 was expected")
  }
}

/** The entry behind which a page of the journal begins; both empty for the first page. */
export interface JournalPlace {
  /** The moment of the entry. */
  readonly at: string
  /** Its id. */
  readonly entryId: string
}

/**
 * Refuses a question to the journal that cannot be answered, and reads where its page begins.
 *
 * @param query - as the caller gave it
 * @returns moment and id of the entry after which the page begins; both empty for the first page
 * @throws DeskError `config`
 */
export function checkJournal(query: JournalQuery): JournalPlace {
  const issues: InputIssue[] = [...wrongWord("kind", query.kind, Object.keys(entryKinds))]
  if (query.incidentId !== undefined) issues.push(...wrongNames({ incidentId: query.incidentId }))
  checkLimit(query.limit, issues)
  for (const path of ["from", "to"] as const) {
    if (query[path] !== undefined && !isCanonical(query[path])) issues.push({ path, message: "a canonical instant was expected" })
  }
  const [, at, entryId] = /^(\S{24}) (.+)$/s.exec(query.after ?? "") ?? []
  if (query.after !== undefined && (!isCanonical(at) || entryId === undefined))
    issues.push({ path: "after", message: "the `next` of a page was expected" })
  refuse("readJournal", issues)
  return { at: at ?? "", entryId: entryId ?? "" }
}

/**
 * Refuses a question for what retention is to process that cannot be answered.
 *
 * @throws DeskError `config`
 */
export function checkSweeps(query: SweepQuery): void {
  const { sweep, statuses, kinds } = query
  const issues: InputIssue[] = [...wrongWord("sweep", sweep, sweepKinds), ...wrongList("statuses", statuses)]
  if (kinds !== undefined) issues.push(...wrongList("kinds", kinds))
  checkLimit(query.limit, issues)
  if (!isCanonical(query.updatedBefore)) issues.push({ path: "updatedBefore", message: "a canonical instant was expected" })
  refuse("findRetentionDue", issues)
}

/**
 * Refuses a page of records that cannot be given, and reads where it begins.
 *
 * @param keyOf - the columns of the key of a kind, as the storage writes them into `next` (a JSON list); "ordinal" is a
 * whole number, every other one a text
 * @returns the key after which the page begins; undefined for the first page
 * @throws DeskError `config`
 */
export function checkRecords(
  kind: RecordKind,
  after: string | null,
  limit: number,
  keyOf: (kind: RecordKind) => readonly string[],
): readonly (string | number)[] | undefined {
  const issues: InputIssue[] = [...wrongWord("kind", kind, recordKinds)]
  const place = after === null || issues.length > 0 ? undefined : readPlace(after, keyOf(kind))
  if (after !== null && place === undefined) issues.push({ path: "after", message: "the `next` of a page was expected" })
  checkLimit(limit, issues)
  refuse("readRecords", issues)
  return place
}

function readPlace(after: unknown, key: readonly string[]): readonly (string | number)[] | undefined {
  let place: unknown
  try {
    place = typeof after === "string" ? JSON.parse(after) : undefined
  } catch {
    return undefined
  }
  if (!Array.isArray(place) || place.length !== key.length) return undefined
  const values = place.map((value: unknown, index) => (key[index] === "ordinal" ? ordinalOf(value) : textOf(value)))
  return values.every((value) => value !== undefined) ? values : undefined
}

function ordinalOf(value: unknown): number | undefined {
  return isCount(value) ? value : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.isWellFormed() && !value.includes("\u0000") ? value : undefined
}

function checkLimit(limit: number, issues: InputIssue[]): void {
  if (!isCount(limit) || limit < 1 || limit > pageLimit)
    issues.push({ path: "limit", message: `a whole number from 1 to ${pageLimit} was expected` })
}
