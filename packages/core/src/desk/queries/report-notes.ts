import type { Instant, Interval } from "../../base/index.ts"
import { changeNote, coverageNote, type ChangeNoteId, type NamedChange, type ReadShares, type ReportNote } from "../../report/index.ts"
import { pageLimit, type ConfigurationEntry, type ConfigurationPart, type PartChange, type SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { coverageOf, namedSources } from "../sources/coverage.ts"

const notesOfParts: Readonly<Record<ConfigurationPart, ChangeNoteId>> = {
  rules: "rules-changed",
  policies: "policies-changed",
  connectors: "connectors-changed",
  topics: "topics-changed",
}

/**
 * What the desk knows of the periods of a report: what it was set up with changed, from the beginning of the earlier
 * one to the end of the later one, and which sources were not read alike.
 *
 * @param compared - null: nothing is compared
 * @param at - the moment of the report
 */
export async function notesOfDesk(
  context: DeskContext,
  period: Interval,
  compared: Interval | null,
  at: Instant,
): Promise<readonly ReportNote[]> {
  const entries = await changesIn(context, spanOf(period, compared ?? period), at)
  const changed = Object.entries(notesOfParts) as readonly [ConfigurationPart, ChangeNoteId][]
  const notes = changed.map(([part, id]) => changeNote(id, together(entries.map(({ changes }) => changes[part]))))
  const coverage = compared === null ? undefined : await comparedCoverage(context, period, compared, at)
  return [...notes, coverage].filter((note) => note !== undefined)
}

function spanOf(one: Interval, other: Interval): Interval {
  return { from: one.from < other.from ? one.from : other.from, to: one.to < other.to ? other.to : one.to }
}

/** What was noted in this time; not what the desk began with, which changed nothing. */
async function changesIn({ storage }: DeskContext, { from, to }: Interval, at: Instant): Promise<readonly ConfigurationEntry[]> {
  const found: ConfigurationEntry[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await storage.privacy.readJournal({
      kind: "configuration",
      from,
      to,
      limit: pageLimit,
      ...(after === undefined ? {} : { after }),
    })
    for (const entry of page.entries) if (entry.kind === "configuration" && !entry.isFirst && entry.at <= at) found.push(entry)
    after = page.next
  }
  return found
}

/** Changes one after another as one. What came and went in between is named as both. */
function together(changes: readonly PartChange[]): NamedChange {
  const touched = new Map<string, { readonly wasThere: boolean; readonly isThere: boolean }>()
  for (const { added, removed, changed } of changes) {
    for (const id of added) touched.set(id, { wasThere: touched.get(id)?.wasThere ?? false, isThere: true })
    for (const id of removed) touched.set(id, { wasThere: touched.get(id)?.wasThere ?? true, isThere: false })
    for (const id of changed) touched.set(id, { wasThere: touched.get(id)?.wasThere ?? true, isThere: true })
  }
  const idsWhere = (holds: (wasThere: boolean, isThere: boolean) => boolean) =>
    [...touched].flatMap(([id, { wasThere, isThere }]) => (holds(wasThere, isThere) ? [id] : []))
  return {
    added: idsWhere((wasThere) => !wasThere),
    removed: idsWhere((_, isThere) => !isThere),
    changed: idsWhere((wasThere, isThere) => wasThere && isThere),
  }
}

async function comparedCoverage(
  { storage, connectors, clock }: DeskContext,
  period: Interval,
  compared: Interval,
  at: Instant,
): Promise<ReportNote | undefined> {
  const now = clock.now()
  const until = at < now ? at : now
  const [own, other] = [period, compared].map(({ from, to }) => ({ from, to: [from, to < until ? to : until].toSorted().at(-1) ?? to }))
  if (own === undefined || other === undefined) return undefined
  const shares: ReadShares[] = []
  const sums = { own: { read: 0, minutes: 0 }, other: { read: 0, minutes: 0 } }
  const add = (sum: { read: number; minutes: number }, cursor: SourceCursor | undefined, interval: Interval): number => {
    const { readMinutes, minutes } = coverageOf(cursor, interval)
    sum.read += readMinutes
    sum.minutes += minutes
    return percentOf(readMinutes, minutes)
  }
  for (const connector of connectors) {
    if (!connector.capabilities.pull) continue
    const cursors = await storage.readCursors(connector.id)
    for (const { id, title } of namedSources(connector, cursors)) {
      const cursor = cursors.find(({ sourceId }) => sourceId === id)
      shares.push({ title, percent: add(sums.own, cursor, own), comparedPercent: add(sums.other, cursor, other) })
    }
  }
  if (sums.own.minutes === 0 || sums.other.minutes === 0) return undefined
  const whole = { percent: percentOf(sums.own.read, sums.own.minutes), comparedPercent: percentOf(sums.other.read, sums.other.minutes) }
  return coverageNote(whole, shares)
}

function percentOf(read: number, minutes: number): number {
  return minutes === 0 ? 0 : Math.round((read / minutes) * 100)
}
