import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { createDesk } from "@otklik/core"
import type { DurationId, MetricId } from "@otklik/core/reports"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { createManualClock } from "@otklik/testkit"
import { generateCases, unitOfCases } from "../../../packages/testkit/src/storage/generated-cases.ts"
import { ask, inFolder, must, type Check } from "../check.ts"
import { officer } from "./town.ts"

/** A week that is over, and the same week while it lasts. */
const moments = ["2026-04-01T00:00:00.000Z", "2026-03-07T12:00:00.000Z"] as const
const incidents = 1500

/**
 * Somebody who has read the sentences under the report's headings, and not the storage: numbers by SQL over the tables,
 * middle and ninth tenth by Python's statistics.
 */
const judge = `
import json, math, sqlite3, statistics, sys
from datetime import datetime
base = sqlite3.connect(sys.argv[1]); at = sys.argv[2]; start, end = "2026-03-02T00:00:00.000Z", "2026-03-09T00:00:00.000Z"
inside = lambda column: f"{column} >= '{start}' AND {column} < '{end}' AND {column} <= '{at}'"
by_then = lambda column: f"({column} IS NOT NULL AND {column} <= '{at}')"
count = lambda sql: base.execute("SELECT count(*) FROM " + sql).fetchone()[0]
cases = lambda moment, more="1": count(f"otklik_incident i WHERE {inside('i.' + moment)} AND ({more})")
marks = lambda kind, more="1": count(f"otklik_mark m WHERE m.kind = '{kind}' AND {inside('m.at')} AND ({more})")
# A term that was taken back before its end was never due, as far as that had happened by the moment of the report.
stood = f"NOT (c.ended IS NOT NULL AND c.ended_at < c.due_at AND {by_then('c.ended_at')})"
reached = f"c.ended IS NULL AND {by_then('c.reached_at')}"
terms = lambda goal, cycle, more="1": count(f"otklik_clock_fact c WHERE c.goal = '{goal}' AND {cycle} AND {inside('c.due_at')} AND {stood} AND ({more})")
accepted = f"NOT {by_then('i.dismissed_at')}"
over = f"({by_then('i.closed_at')} OR {by_then('i.window_until')})"
known = "('fix-confirmed', 'fix-claimed', 'refuted', 'explained', 'cannot-fix', 'not-competent')"
numbers = {
  "received": cases("registered_at"),
  "accepted": cases("registered_at", accepted),
  "dismissedOfReceived": cases("registered_at", by_then("i.dismissed_at")),
  "imported": cases("registered_at", "i.intake = 'import'"),
  "withoutTerm": cases("registered_at", f"{accepted} AND i.due_at IS NULL"),
  "answered": cases("registered_at", f"{accepted} AND {by_then('i.answered_at')}"),
  "due": cases("due_at"),
  "answeredInTime": cases("due_at", f"{by_then('i.answered_at')} AND i.answered_at <= i.due_at"),
  "answeredLate": cases("due_at", f"{by_then('i.answered_at')} AND i.answered_at > i.due_at"),
  "dueUnanswered": cases("due_at", f"NOT {by_then('i.answered_at')}"),
  "finals": cases("final_at"),
  "fixed": cases("final_at", f"i.problem = 'fix-confirmed' OR (i.problem = 'fix-claimed' AND {over})"),
  "fixConfirmed": cases("final_at", "i.problem = 'fix-confirmed'"),
  "fixUnrefuted": cases("final_at", f"i.problem = 'fix-claimed' AND {over}"),
  "fixClaimed": cases("final_at", f"i.problem = 'fix-claimed' AND NOT {over}"),
  "refuted": cases("final_at", "i.problem = 'refuted'"),
  "explained": cases("final_at", "i.problem = 'explained'"),
  "outcomeUnknown": cases("final_at", f"i.problem NOT IN {known}"),
  "explainedProblems": cases("final_at", "i.problem = 'explained' AND i.kind = 'problem'"),
  "promisesDue": terms("promise", "1"),
  "promisesKept": terms("promise", "1", f"{reached} AND c.reached_at <= c.due_at"),
  "promisesBroken": terms("promise", "1", f"NOT ({reached} AND c.reached_at <= c.due_at)"),
  "term:final-reply:first:due": terms("final-reply", "c.cycle = 1"),
  "term:final-reply:first:inTime": terms("final-reply", "c.cycle = 1", f"{reached} AND c.reached_at <= c.due_at"),
  "term:final-reply:first:late": terms("final-reply", "c.cycle = 1", f"{reached} AND c.reached_at > c.due_at"),
  "term:acceptance:later:missed": terms("acceptance", "c.cycle > 1", f"NOT ({reached})"),
  "promisesMoved": marks("promise-moved"),
  "promiseChains": marks("promise-moved", "m.subject = 'again'"),
  "closed": marks("closed"),
  "closedSatisfied": marks("closed", "m.subject = 'author-satisfied'"),
  "closedByDecision": marks("closed", "m.subject IS NULL OR m.subject NOT IN ('author-satisfied', 'no-objection')"),
  "satisfied": marks("survey-answered", "m.subject IN ('4', '5')"),
  "closedThenRepeated": marks("first-closed", f"EXISTS (SELECT 1 FROM otklik_mark r WHERE r.kind = 'repeated' AND r.subject = m.incident_id AND r.at <= '{at}')"),
  "sameText": marks("final-published", f"EXISTS (SELECT 1 FROM otklik_mark r WHERE r.kind = m.kind AND r.subject = m.subject AND r.incident_id <> m.incident_id AND r.at <= '{at}')"),
}
moment = lambda text: datetime.fromisoformat(text.replace("Z", "+00:00"))
minutes = lambda rows: [(moment(b) - moment(a)).total_seconds() / 60 for a, b in rows]
between = lambda a, b, anchor, more="1": minutes(base.execute(f"SELECT {a}, {b} FROM otklik_incident WHERE ({more}) AND {inside(anchor)} AND {a} IS NOT NULL AND {by_then(b)}"))
of_terms = lambda goal: minutes(base.execute(f"SELECT c.started_at, c.reached_at FROM otklik_clock_fact c WHERE c.goal = '{goal}' AND {inside('c.due_at')} AND {reached}"))
lasted = {
  "toRegister": between("published_at", "registered_at", "registered_at", "intake <> 'import'"),
  "toFirstReply": between("published_at", "answered_at", "answered_at"),
  "toFirstReplyRegistered": between("registered_at", "answered_at", "answered_at"),
  "toFirstReplyWorking": [row[0] for row in base.execute(f"SELECT answered_working_minutes FROM otklik_incident WHERE {inside('answered_at')} AND answered_working_minutes IS NOT NULL")],
  "toFinal": between("registered_at", "final_at", "final_at"),
  "acceptance": of_terms("acceptance"),
  "approval": of_terms("approval"),
  "followUp": of_terms("follow-up"),
}
# By nearest rank: the value that so many of a hundred do not exceed.
ninth = lambda values: sorted(values)[math.ceil(0.9 * len(values)) - 1]
durations = {name: {"count": len(values), "medianMinutes": statistics.median_low(values), "p90Minutes": ninth(values)} for name, values in lasted.items()}
print(json.dumps({"numbers": numbers, "durations": durations}))
`

interface Judged {
  readonly numbers: Readonly<Partial<Record<MetricId, number>>>
  readonly durations: Readonly<Partial<Record<DurationId, Readonly<Record<"count" | "medianMinutes" | "p90Minutes", number>>>>>
}

async function byDefinitions(): Promise<string> {
  return inFolder(async (folder) => {
    const path = join(folder, "figures.sqlite")
    const database = new DatabaseSync(path)
    const storage = createSqliteStorage({ database })
    await storage.migrate()
    await storage.commit(unitOfCases(generateCases(21, incidents)))
    const desk = createDesk({
      storage,
      connectors: [],
      rules: [],
      routing: { authorities: [], territories: [], rules: [] },
      policies: [],
      authorKey: new Uint8Array(32).fill(1),
      clock: createManualClock({ at: moments[0] }),
    })
    let compared = 0
    for (const at of moments) {
      const { totals } = await desk.report({ period: { zone: "UTC", from: "2026-03-02", to: "2026-03-09" }, at, tables: [], ...officer })
      const { code, out, err } = await ask("python3", ["-c", judge, path, at], "python3")
      must(code === 0, err)
      const theirs = JSON.parse(out) as Judged
      for (const [id, number] of Object.entries(theirs.numbers)) {
        must(totals.numbers[id] === number, `${id} at ${at}: the report says ${totals.numbers[id]}, the judge ${number}`)
        must(number !== undefined && number > 0, `${id}: nothing is counted, so nothing is judged`)
        compared += 1
      }
      for (const [id, lasted] of Object.entries(theirs.durations)) {
        const ours = totals.durations[id]
        for (const what of ["count", "medianMinutes", "p90Minutes"] as const)
          must(
            Math.abs((ours?.[what] ?? Number.NaN) - lasted[what]) < 1e-6,
            `${id}, ${what} at ${at}: the report says ${ours?.[what]}, the judge ${lasted[what]}`,
          )
        compared += 3
      }
    }
    database.close()
    return `34 numbers, 8 medians and 8 ninth tenths of ${incidents} incidents of any kind, at two moments: ${compared} equal`
  })
}

export const definitionChecks: readonly Check[] = [
  { name: "SQL and Python's statistics count what the definitions say", run: byDefinitions },
]
