import { claimHolders } from "@otklik/core/storage"
import { DatabaseSync } from "node:sqlite"
import type { Storage } from "@otklik/core"
import type { RecordKind } from "@otklik/core/storage"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { plansOn, scansOf } from "./plans-of.ts"

const at = "2026-03-02T06:00:00.000Z"
const period = { from: "2026-03-01T00:00:00.000Z", to: at }
const lease = { owner: "w", now: at, ttlMillis: 1000, limit: 10 }

/** The plans of every statement that a piece of work sends. */
async function plansOf(work: (storage: Storage) => Promise<unknown>): Promise<readonly string[]> {
  const database = new DatabaseSync(":memory:")
  await createSqliteStorage({ database }).migrate()
  return plansOn(database, work)
}

type Ask = readonly [string, (storage: Storage) => Promise<unknown>, readonly string[]]

const recordKeys: Readonly<Record<RecordKind, string>> = {
  claim: "otklik_claim USING PRIMARY KEY (tenant=? AND key>?)",
  message: "sqlite_autoindex_otklik_message_1 (tenant=? AND key>?)",
  draft: "sqlite_autoindex_otklik_draft_1 (tenant=? AND draft_id>?)",
  outbox: "sqlite_autoindex_otklik_outbox_1 (tenant=? AND outbox_id>?)",
  cursor: "otklik_cursor USING PRIMARY KEY (tenant=? AND (connector_id,source_id)>(?,?))",
  "sealed-author": "otklik_sealed_author USING PRIMARY KEY (tenant=? AND message_key>?)",
  journal: "sqlite_autoindex_otklik_journal_1 (tenant=? AND entry_id>?)",
  evidence: "otklik_evidence_ordinal (tenant=? AND ordinal>?)",
  mark: "otklik_mark USING PRIMARY KEY (tenant=? AND (incident_id,ordinal)>(?,?))",
}

const asks: readonly Ask[] = [
  ["one incident", (storage) => storage.get("x"), ["sqlite_autoindex_otklik_incident_1 (tenant=? AND incident_id=?)"]],
  ["logs", (storage) => storage.load(["x", "y"]), ["otklik_event_of_incident (tenant=? AND incident_id=?)"]],
  ["the feed", (storage) => storage.readEvents("7", 10), ["PRIMARY KEY (tenant=? AND position>?)"]],
  ["messages", (storage) => storage.read("message", ["vk:1"]), ["sqlite_autoindex_otklik_message_1 (tenant=? AND key=?)"]],
  ["claims", (storage) => claimHolders(storage, ["x"]), ["PRIMARY KEY (tenant=? AND key=?)"]],
  ["drafts", (storage) => storage.read("draft", ["x"]), ["sqlite_autoindex_otklik_draft_1 (tenant=? AND draft_id=?)"]],
  ["the replies of an incident", (storage) => storage.readOutbox("x"), ["otklik_outbox_incident (tenant=? AND incident_id=?)"]],
  ["cursors", (storage) => storage.readCursors("x"), ["PRIMARY KEY (tenant=? AND connector_id=?)"]],
  [
    "watched messages",
    (storage) => storage.readWatched({ network: "vk", limit: 10 }),
    ["otklik_incident_watched (tenant=? AND network=?)"],
  ],
  [
    "watched messages of what is over",
    (storage) => storage.readWatched({ network: "vk", limit: 10, overUpdatedSince: at }),
    ["otklik_incident_over (tenant=? AND network=? AND updated_at>?)"],
  ],
  [
    "where authors wait",
    (storage) => storage.find({ limit: 10, authorWaits: true }),
    ["otklik_incident_waiting (tenant=? AND waiting_since>?)"],
  ],
  [
    "everything, page by page",
    (storage) => storage.find({ limit: 10, after: { value: null, number: 5 } }),
    ["otklik_incident_number (tenant=? AND number>?)"],
  ],
  ["a status", (storage) => storage.find({ limit: 10, statuses: ["closed"] }), ["otklik_incident_status (tenant=? AND status=?)"]],
  [
    "several statuses",
    (storage) => storage.find({ limit: 10, statuses: ["closed", "assigned"] }),
    ["otklik_incident_status (tenant=? AND status=?)", "MERGE (UNION ALL)"],
  ],
  [
    "an authority and a status",
    (storage) => storage.find({ limit: 10, authorityIds: ["a"], statuses: ["closed"] }),
    ["otklik_incident_authority (tenant=? AND authority_id=?)"],
  ],
  ["a topic", (storage) => storage.find({ limit: 10, topics: ["a"] }), ["otklik_incident_topic (tenant=? AND topic=?)"]],
  [
    "a territory",
    (storage) => storage.find({ limit: 10, territoryIds: ["a"] }),
    ["otklik_incident_territory (tenant=? AND territory_id=?)"],
  ],
  ["the no-owner queue", (storage) => storage.find({ limit: 10, unowned: true }), ["otklik_incident_unowned (tenant=?)"]],
  [
    "of an executor",
    (storage) => storage.find({ limit: 10, executorIds: ["a"] }),
    ["otklik_incident_executor (tenant=? AND executor_id=?)"],
  ],
  ["whose move it is", (storage) => storage.find({ limit: 10, waitsFor: ["owner"] }), ["otklik_incident_waits (tenant=? AND waits_for=?)"]],
  [
    "whose move it is, by due",
    (storage) => storage.find({ limit: 10, waitsFor: ["owner"], order: "due" }),
    ["otklik_incident_waits_next_due (tenant=? AND waits_for=?"],
  ],
  [
    "the incidents behind a number",
    (storage) => storage.find({ limit: 10, metric: { id: "overdueOpen", period, at } }),
    ["otklik_incident_registered (tenant=? AND registered_at>? AND registered_at<?)"],
  ],
  [
    "the incidents behind a number of terms",
    (storage) => storage.find({ limit: 10, metric: { id: "promisesBroken", period, at } }),
    ["otklik_clock_fact_due (tenant=? AND goal=? AND due_at>? AND due_at<?)", "(tenant=? AND incident_id=?)"],
  ],
  [
    "the incidents behind a number of what happened",
    (storage) => storage.find({ limit: 10, metric: { id: "sameText", period, at } }),
    [
      "otklik_mark_moment (tenant=? AND kind=? AND at>? AND at<?)",
      "otklik_mark_subject (tenant=? AND kind=? AND subject=? AND at<?)",
      "(tenant=? AND incident_id=?)",
    ],
  ],
  [
    "the incidents that were open",
    (storage) => storage.find({ limit: 10, metric: { id: "openBefore", period, at } }),
    ["otklik_incident_open (tenant=?", "otklik_mark_moment (tenant=? AND kind=? AND at>?)", "(tenant=? AND incident_id=?)"],
  ],
  [
    "clocks",
    (storage) => storage.lease({ ...lease, kind: "clock" }),
    ["otklik_incident_wake (tenant=? AND wake_at>? AND wake_at<?)", "PRIMARY KEY (tenant=? AND kind=? AND id=?)"],
  ],
  ["replies", (storage) => storage.lease({ ...lease, kind: "reply" }), ["otklik_outbox_due (tenant=? AND state=?)"]],
  [
    "slots, unless",
    (storage) => storage.lease({ ...lease, kind: "slot", among: ["a/b"], unless: ["c", "d"] }),
    ["otklik_lease USING PRIMARY KEY (tenant=? AND kind=? AND id=?)"],
  ],
  ["sources", (storage) => storage.lease({ ...lease, kind: "source", among: ["a/b"] }), ["PRIMARY KEY (tenant=? AND kind=? AND id=?)"]],
  [
    "how much work there is",
    (storage) => storage.counts.countWork({ now: at, limit: 1000 }),
    [
      "USING COVERING INDEX otklik_incident_wake (tenant=? AND wake_at>? AND wake_at<?)",
      "USING COVERING INDEX otklik_outbox_waiting (tenant=? AND state=?)",
      "USING COVERING INDEX otklik_incident_status (tenant=? AND status=?)",
      "otklik_lease USING PRIMARY KEY (tenant=?)",
      "otklik_cursor USING PRIMARY KEY (tenant=?)",
    ],
  ],
  [
    "the figures of a report",
    (storage) =>
      storage.counts.figures({
        period,
        at,
        metrics: ["received", "due", "finals", "open", "promisesDue", "closedThenRepeated", "openBefore"],
        durations: ["toFirstReply"],
        by: ["topic"],
      }),
    [
      ...["registered", "due", "final", "open"].map((name) => `otklik_incident_${name} (tenant=?`),
      "otklik_incident_answered (tenant=? AND answered_at>? AND answered_at<?)",
      "otklik_clock_fact_due (tenant=? AND goal=? AND due_at>? AND due_at<?)",
      "otklik_mark_moment (tenant=? AND kind=? AND at>? AND at<?)",
      "otklik_mark_subject (tenant=? AND kind=? AND subject=?",
    ],
  ],
  [
    "figures by subject",
    (storage) => storage.counts.figures({ period, at, metrics: ["guidancePublished"], by: ["subject"] }),
    ["USING COVERING INDEX otklik_mark_moment (tenant=? AND kind=? AND at>? AND at<?)"],
  ],
  [
    "evidence, page by page",
    (storage) => storage.readEvidence({ limit: 10, after: "5" }),
    ["otklik_evidence_ordinal (tenant=? AND ordinal>?)"],
  ],
  [
    "the evidence of an incident",
    (storage) => storage.readEvidence({ incidentId: "x", limit: 10 }),
    ["sqlite_autoindex_otklik_evidence_1 (tenant=? AND incident_id=?)"],
  ],
  ...(["author", "text"] as const).map((sweep): Ask => [
    `what retention has not looked at, by ${sweep}`,
    (storage) => storage.privacy.findRetentionDue({ sweep, statuses: ["closed"], kinds: ["problem"], updatedBefore: at, limit: 50 }),
    [`otklik_incident_${sweep}_unswept (tenant=? AND updated_at<?)`],
  ]),
  [
    "the journal of a period",
    (storage) => storage.privacy.readJournal({ kind: "access", ...period, after: `${at} x`, limit: 10 }),
    ["otklik_journal_time (tenant=? AND kind=? AND"],
  ],
  [
    "the journal of an incident",
    (storage) => storage.privacy.readJournal({ kind: "erasure", incidentId: "x", limit: 10 }),
    ["otklik_journal_incident (tenant=? AND incident_id=? AND kind=? AND"],
  ],
  [
    "what is forgotten of the journal",
    (storage) => storage.commit({ forgotten: [{ entryId: "x" }] }),
    ["otklik_journal USING INDEX sqlite_autoindex_otklik_journal_1 (tenant=? AND entry_id=?)"],
  ],
  ...Object.entries(recordKeys).map(([kind, index]): Ask => [
    `everything, page by page: ${kind}`,
    (storage) => storage.privacy.readRecords(kind as RecordKind, null, 10),
    [index],
  ]),
]

describe("the plan of every question goes by an index", () => {
  it.each(asks)("%s", async (_, ask, expected) => {
    const plans = await plansOf(ask)
    for (const part of expected) expect(plans.join("\n")).toContain(part)
    // Only lists that the caller handed in are read from end to end, and a page that an index has given.
    expect(scansOf(plans)).toEqual([])
  })

  it("pages are walked in order, not sorted", async () => {
    const filters = [
      {},
      { statuses: ["closed", "assigned", "in-work"] },
      { topics: ["a", "b"], statuses: ["closed"] },
      { unowned: true },
      ...(["due", "waiting", "newest", "oldest", "updated"] as const).flatMap((order) => [
        { order },
        { order, authorityIds: ["a"] },
        { order, topics: ["a", "b"] },
        { order, reach: [{ territoryIds: ["a", "b"] }, { topics: ["c"] }] },
      ]),
    ] as const
    for (const filter of filters) {
      const plans = await plansOf((storage) => storage.find({ ...filter, limit: 10 }))
      expect(plans.join("\n")).not.toContain("TEMP B-TREE")
    }
    for (const kind of ["clock", "reply"] as const) {
      expect((await plansOf((storage) => storage.lease({ ...lease, kind }))).join("\n")).not.toContain("TEMP B-TREE")
    }
  })
})
