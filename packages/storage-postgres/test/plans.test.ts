import type { Storage } from "@otklik/core"
import { erasedMessage, type CaseFilter, type RecordKind, type UnitOfWork, claimHolders } from "@otklik/core/storage"
import { appendOf, buildCursorMove, buildDraft, buildEvidence, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { createPostgresStorage, fromPg, type PostgresClient, type PostgresStatement } from "@otklik/storage-postgres"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { freshSchema, openPool } from "./drivers.ts"
import { readsOf } from "./read-whole.ts"

const server = inject("postgres")
const at = "2026-03-02T06:00:00.000Z"
const period = { from: "2026-03-01T00:00:00.000Z", to: at }
const lease = { owner: "w", now: at, ttlMillis: 1000, limit: 10 }

type Ask = readonly [what: string, ask: (storage: Storage) => Promise<unknown>, indexes: readonly string[]]

const recordKeys: Readonly<Record<RecordKind, string>> = {
  claim: "claim_pkey",
  message: "message_pkey",
  draft: "draft_pkey",
  outbox: "outbox_pkey",
  cursor: "cursor_pkey",
  "sealed-author": "sealed_author_pkey",
  journal: "journal_pkey",
  evidence: "evidence_ordinal",
  mark: "mark_pkey",
}

/** Pages that come out of their indexes in order. */
const pages: readonly Ask[] = [
  ["everything, page by page", (storage) => storage.find({ limit: 10, after: { value: null, number: 5 } }), ["incident_number"]],
  ["a status", (storage) => storage.find({ limit: 10, statuses: ["closed"] }), ["incident_status"]],
  ["several statuses", (storage) => storage.find({ limit: 10, statuses: ["closed", "assigned"] }), ["incident_status"]],
  [
    "an authority and a status",
    (storage) => storage.find({ limit: 10, authorityIds: ["authority-7"], statuses: ["closed"] }),
    ["incident_authority"],
  ],
  ["a topic", (storage) => storage.find({ limit: 10, topics: ["topic-7"] }), ["incident_topic"]],
  ["a territory", (storage) => storage.find({ limit: 10, territoryIds: ["territory-7"] }), ["incident_territory"]],
  ["the no-owner queue", (storage) => storage.find({ limit: 10, unowned: true }), ["incident_unowned"]],
  ["of an executor", (storage) => storage.find({ limit: 10, executorIds: ["clerk-8"] }), ["incident_executor"]],
  ["whose move it is", (storage) => storage.find({ limit: 10, waitsFor: ["owner"] }), ["incident_waits"]],
  ["whose move it is, by due", (storage) => storage.find({ limit: 10, waitsFor: ["owner"], order: "due" }), ["incident_waits_next_due"]],
  ...(["due", "waiting", "newest", "oldest", "updated"] as const).flatMap((order): readonly Ask[] => {
    const name = { due: "next_due", waiting: "waiting", newest: "published", oldest: "published", updated: "updated" }[order]
    const asks: readonly [string, CaseFilter, readonly string[]][] = [
      ["everything", {}, [`incident_${name}`]],
      ["of an owner", { authorityIds: ["authority-7"] }, [`incident_authority_${name}`]],
      ["of topics", { topics: ["topic-7", "topic-8"] }, [`incident_topic_${name}`]],
      [
        "of a reach",
        { reach: [{ territoryIds: ["territory-7", "territory-9"] }, { topics: ["topic-3"] }] },
        [`incident_territory_${name}`, `incident_topic_${name}`],
      ],
    ]
    return asks.map(([what, filter, indexes]): Ask => [
      `${order}, ${what}`,
      (storage) => storage.find({ ...filter, order, limit: 10 }),
      indexes,
    ])
  }),
  [
    "the counts of an owner and a topic",
    (storage) => storage.counts.countCases([{ authorityIds: ["authority-7"] }, { topics: ["topic-7"] }], 10_000),
    ["incident_(?:authority|topic)\\w*"],
  ],
  [
    "an incident by its message",
    (storage) => storage.find({ labels: [{ kind: "message", values: ["vk:7"] }], limit: 10 }),
    ["label_(?:value|pkey)"],
  ],
  ["where authors wait", (storage) => storage.find({ limit: 10, authorWaits: true }), ["incident_(?:waiting|number)"]],
  [
    "watched messages of what is over",
    (storage) => storage.readWatched({ network: "network-7", limit: 10, overUpdatedSince: at }),
    ["incident_watched", "incident_over"],
  ],
  ["watched messages", (storage) => storage.readWatched({ network: "network-7", limit: 10 }), ["incident_watched"]],
  ["the feed", (storage) => storage.readEvents("7", 10), ["event_pkey"]],
  ...(["author", "text"] as const).map((sweep): Ask => [
    `what retention has not looked at, by ${sweep}`,
    (storage) =>
      storage.privacy.findRetentionDue({ sweep, statuses: ["closed", "rejected"], kinds: ["problem"], updatedBefore: at, limit: 10 }),
    [`incident_${sweep}_unswept`],
  ]),
  ...Object.entries(recordKeys).map(([kind, index]): Ask => [
    `everything, page by page: ${kind}`,
    (storage) => storage.privacy.readRecords(kind as RecordKind, null, 10),
    [index],
  ]),
  ["clocks", (storage) => storage.lease({ ...lease, kind: "clock" }), ["incident_wake", "lease_pkey"]],
  ["replies", (storage) => storage.lease({ ...lease, kind: "reply" }), ["outbox_due", "lease_pkey"]],
]

const others: readonly Ask[] = [
  ["one incident", (storage) => storage.get("incident-7"), ["incident_pkey"]],
  ["closed in a period", (storage) => storage.find({ limit: 10, closed: period }), ["incident_closed"]],
  ["logs", (storage) => storage.load(["incident-7", "incident-8"]), ["event_of_incident"]],
  ["messages", (storage) => storage.read("message", ["vk:7", "vk:8"]), ["message_pkey"]],
  ["claims", (storage) => claimHolders(storage, ["message:vk:7"]), ["claim_pkey"]],
  ["drafts", (storage) => storage.read("draft", ["draft-7"]), ["draft_pkey"]],
  ["the replies of an incident", (storage) => storage.readOutbox("incident-7"), ["outbox_of_incident"]],
  [
    "a case",
    (storage) => storage.readCase("incident-7"),
    ["incident_pkey", "event_of_incident", "message_pkey", "draft_of_incident", "outbox_of_incident", "evidence_pkey"],
  ],
  ["cursors", (storage) => storage.readCursors("connector-7"), ["cursor_pkey", "gap_pkey"]],
  ["slots, unless", (storage) => storage.lease({ ...lease, kind: "slot", among: ["a/b"], unless: ["c", "d"] }), ["lease_pkey"]],
  ["sources", (storage) => storage.lease({ ...lease, kind: "source", among: ["a/b"] }), ["lease_pkey"]],
  [
    "the incidents behind a number",
    (storage) => storage.find({ limit: 10, metric: { id: "overdueOpen", period, at } }),
    ["incident_registered"],
  ],
  [
    "the incidents behind a number of terms",
    (storage) => storage.find({ limit: 10, metric: { id: "promisesBroken", period, at } }),
    ["clock_fact_due", "incident_pkey"],
  ],
  [
    "the incidents behind a number of what happened",
    (storage) => storage.find({ limit: 10, metric: { id: "closedThenRepeated", period, at } }),
    ["mark_moment", "mark_(?:moment|subject)", "incident_pkey"],
  ],
  [
    "the incidents that were open",
    (storage) => storage.find({ limit: 10, metric: { id: "openBefore", period, at } }),
    ["incident_open", "mark_moment", "incident_pkey"],
  ],
  [
    "the figures of a report",
    (storage) =>
      storage.counts.figures({
        period,
        at,
        metrics: ["received", "due", "finals", "promisesDue", "closedThenRepeated"],
        durations: ["toFirstReply"],
        by: ["topic"],
      }),
    [
      "incident_registered",
      "incident_due",
      "incident_final",
      "incident_answered",
      "clock_fact_due",
      "mark_moment",
      "mark_(?:moment|subject)",
    ],
  ],
  [
    "what was open before a period",
    (storage) => storage.counts.figures({ period, at, metrics: ["openBefore"] }),
    ["incident_open", "mark_moment"],
  ],
  [
    "figures by subject",
    (storage) => storage.counts.figures({ period, at, metrics: ["guidancePublished"], by: ["subject"] }),
    ["mark_moment"],
  ],
  ["a case", (storage) => storage.readCase("incident-7"), ["draft_of_incident", "evidence_pkey"]],
  ["evidence, page by page", (storage) => storage.readEvidence({ limit: 10, after: "5" }), ["evidence_ordinal"]],
  ["the evidence of an incident", (storage) => storage.readEvidence({ incidentId: "incident-7", limit: 10 }), ["evidence_pkey"]],
  ["the journal of a period", (storage) => storage.privacy.readJournal({ kind: "access", ...period, limit: 10 }), ["journal_time"]],
  [
    "the journal of an incident",
    (storage) => storage.privacy.readJournal({ kind: "erasure", incidentId: "incident-7", limit: 10 }),
    ["journal_of_incident"],
  ],
]

const fresh = buildIncident({ incidentId: "fresh", messageKey: "vk:fresh", status: "registered" })
const unit: UnitOfWork = {
  appends: [appendOf(fresh), appendOf(buildIncident({ incidentId: "fresh-2", messageKey: "vk:fresh-2" }))],
  claims: [{ key: "message:vk:fresh", incidentId: "fresh" }],
  messages: [buildStoredMessage({ key: "vk:fresh" })],
  drafts: [buildDraft({ draftId: "fresh" })],
  outbox: [buildOutboxEntry({ outboxId: "fresh" })],
  evidence: [buildEvidence({ incidentId: "fresh" })],
  tombstones: [erasedMessage(buildStoredMessage({ key: "vk:7" }))],
  sealedAuthors: [{ messageKey: "vk:8", keyId: "key", sealed: "sealed" }],
  forgotten: [{ entryId: "entry-7" }],
  sweeps: [{ incidentId: "incident-7", version: 1, sweep: "text" }],
  cursors: [buildCursorMove({ connectorId: "fresh", gaps: [{ from: at, to: at, reason: "full page" }] })],
}

describe.skipIf(server === null)("the plan of every question goes by an index, among 20 000 incidents", () => {
  const schema = freshSchema()
  // One connection, so that what it did can be asked of it.
  const pool = openPool(server?.port ?? 0, { max: 1 })
  const plain = fromPg(pool)
  beforeAll(async () => {
    await createPostgresStorage({ client: plain, schema }).migrate()
    await pool.query(fill(schema))
  }, 60_000)
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`)
    await pool.end()
  })

  /** The plans of every statement that a piece of work sends, and how often it read a whole table. */
  async function plansOf(ask: (storage: Storage) => Promise<unknown>) {
    const sent: PostgresStatement[] = []
    const plans: string[] = []
    const reads = await readsOf(plain, schema, async (client) => {
      const query: PostgresClient["query"] = async (statement) => {
        sent.push(statement)
        return client.query(statement)
      }
      await ask(createPostgresStorage({ client: { ...client, query }, schema }))
      // The first questions of every storage are for the schema, a table of some rows.
      const asked = sent.filter(({ text }) => !text.includes("migration") && !text.includes("server_encoding"))
      for (const { text, values } of asked) {
        const explained = await pool.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, [...values])
        plans.push(...explained.rows.map((row) => row["QUERY PLAN"]))
      }
    })
    const readWhole = reads.flatMap(({ table, isScanned }) => (isScanned && table !== "migration" ? [table] : []))
    return { plans: plans.join("\n"), readWhole }
  }

  it.each([...pages, ...others])("%s", async (_, ask, indexes) => {
    const { plans, readWhole } = await plansOf(ask)
    for (const index of indexes) expect(plans).toMatch(new RegExp(`\\b${index}\\b`))
    expect(plans).not.toContain("Seq Scan")
    expect(readWhole).toEqual([])
  })

  it.each(pages)("%s, without sorting more than a page", async (_, ask) => {
    const { plans } = await plansOf(ask)
    for (const [, rows] of plans.matchAll(/Sort {2}\(cost=\S+ rows=(\d+)/g)) expect(Number(rows)).toBeLessThanOrEqual(30)
  })

  it("a commit and a settlement", async () => {
    const { readWhole } = await plansOf(async (storage) => {
      await storage.commit(unit)
      const [held] = await storage.lease({ ...lease, kind: "reply", among: ["vk:club1"], now: "2027-01-01T00:00:00.000Z", limit: 1 })
      if (held === undefined) throw new Error("there is no reply")
      const further = buildIncident({ incidentId: "fresh", messageKey: "vk:fresh", status: "assigned" })
      await storage.commit({
        appends: [appendOf(further, fresh)],
        leases: [held],
        cursors: [buildCursorMove({ connectorId: "fresh", expected: "1", next: "2" })],
      })
      const [again] = await storage.lease({ ...lease, kind: "reply", among: ["vk:club1"], now: "2027-01-01T00:00:00.000Z", limit: 1 })
      if (again === undefined) throw new Error("there is no reply")
      await storage.settle({ lease: again, retry: { nextTryAt: at, attempts: 1 } })
    })
    expect(readWhole).toEqual([])
  })

  it("how much work there is: incidents and replies out of indexes alone; of leases and cursors a tenant has few, and all are read", async () => {
    const { plans } = await plansOf((storage) => storage.counts.countWork({ now: at, limit: 1000 }))
    for (const index of ["incident_wake", "incident_status", "outbox_waiting"])
      expect(plans).toMatch(new RegExp(`Index Only Scan using ${index}\\b`))
    expect(plans).not.toMatch(/(?:Seq|Bitmap Heap|Index) Scan (?:using \S+ )?on (?:incident|outbox)/)
    expect(plans).not.toMatch(/Sort {2}\(/)
  })
})

/** A region with 20 000 incidents and a small one beside it, as the planner would see them. */
function fill(schema: string): string {
  const document = (value: unknown): string => `'${JSON.stringify(value)}'`
  const built = buildIncident()
  const day = (number: string): string => `'2026-' || to_char('2026-01-01'::date + (${number}) % 300, 'MM-DD') || 'T08:00:00.000Z'`
  return `
  INSERT INTO "${schema}".incident (tenant, incident_id, number, version, wake_at, status, problem, topic, authority_id, territory_id, network, kind, importance,
    published_at, detected_at, registered_at, due_at, answered_at, closed_at, updated_at, message_keys, state, intake,
    cycle, voices, next_due_at, waiting_since, executor_id, waits_for)
    SELECT CASE WHEN n % 50 = 0 THEN 'other' ELSE 'main' END, 'incident-' || n, n, 3, CASE WHEN n % 10 = 0 THEN ${day("n")} END,
    (ARRAY['registered', 'assigned', 'closed', 'closed', 'closed', 'rejected'])[n % 6 + 1], 'unknown', 'topic-' || n % 40,
    CASE WHEN n % 6 <> 0 THEN 'authority-' || n % 70 END, 'territory-' || n % 35, 'vk', 'problem', 'normal', ${day("n")}, ${day("n")}, ${day("n")}, ${day("n + 1")},
    ${day("n + 2")}, ${day("n + 3")}, ${day("n")}, ARRAY['vk:' || n], ${document(built.view.incident)}, 'network', 1, 0,
    CASE WHEN n % 4 = 0 THEN ${day("n")} END, CASE WHEN n % 20 = 0 THEN ${day("n")} END, CASE WHEN n % 4 = 0 THEN 'clerk-' || n % 300 END, CASE WHEN n % 4 = 0 THEN 'owner' END
    FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".label SELECT CASE WHEN n % 50 = 0 THEN 'other' ELSE 'main' END, 'incident-' || n, 'message', 'vk:' || n FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".event SELECT 'main', n, 'incident-' || n / 3, n % 3 + 1, ${document(built.events[0])} FROM generate_series(1, 60000) AS n;
  INSERT INTO "${schema}".mark SELECT 'main', 'incident-' || n / 3, n % 3 + 1, (ARRAY['received', 'first-closed', 'repeated', 'draft-submitted', 'guidance-published'])[n % 5 + 1],
    ${day("n / 3")}, CASE WHEN n % 5 IN (2, 4) THEN 'incident-' || n % 500 END FROM generate_series(1, 60000) AS n;
  INSERT INTO "${schema}".clock_fact (tenant, incident_id, ordinal, goal, cycle, started_at, due_at, reached_at, authority_id)
    SELECT 'main', 'incident-' || n / 2, n % 2 + 1, (ARRAY['first-reply', 'promise', 'acceptance', 'final-reply'])[n % 4 + 1], 1, ${day("n / 2")}, ${day("n / 2 + 1")},
    CASE WHEN n % 5 <> 0 THEN ${day("n / 2")} END, 'authority-' || n % 70 FROM generate_series(1, 40000) AS n;
  INSERT INTO "${schema}".evidence SELECT 'main', 'incident-' || n / 3, 'evidence-' || n, n, ${document(buildEvidence())} FROM generate_series(1, 10000) AS n;
  INSERT INTO "${schema}".claim SELECT 'main', 'message:vk:' || n, 'incident-' || n FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".message SELECT 'main', 'vk:' || n, 1, false, ${document(buildStoredMessage())} FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".draft SELECT 'main', 'draft-' || n, 'incident-' || n, ${document(buildDraft())} FROM generate_series(1, 5000) AS n;
  INSERT INTO "${schema}".outbox SELECT 'main', 'outbox-' || n, 'incident-' || n, 'vk:club1', CASE WHEN n % 20 = 0 THEN 'planned' ELSE 'published' END, ${day("n")},
    ${day("n")}, ${day("n")}, 0, ${document(buildOutboxEntry())} FROM generate_series(1, 10000) AS n;
  INSERT INTO "${schema}".cursor SELECT 'main', 'connector-' || n % 100, 'source-' || n, '"1"', ${day("n")}, 1, 1, 1 FROM generate_series(1, 3000) AS n;
  INSERT INTO "${schema}".gap SELECT 'main', 'connector-' || n % 100, 'source-' || n, 1, '{"reason":"full page"}' FROM generate_series(1, 3000) AS n;
  INSERT INTO "${schema}".lease SELECT 'main', (ARRAY['source', 'clock', 'reply'])[n % 3 + 1], 'thing-' || n, n, '"w"', 0, false FROM generate_series(1, 3000) AS n;
  INSERT INTO "${schema}".sealed_author SELECT 'main', 'vk:' || n, 'key', 'sealed' FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".journal SELECT 'main', 'entry-' || n, (ARRAY['access', 'erasure'])[n % 2 + 1], ${day("n")}, 'incident-' || n % 5000, '{}'
    FROM generate_series(1, 20000) AS n;
  INSERT INTO "${schema}".counter VALUES ('main', 20000, 60000);
  ANALYZE ${["incident", "label", "event", "claim", "message", "draft", "outbox", "cursor", "gap", "lease", "mark", "clock_fact", "evidence", "sealed_author", "journal"].map((table) => `"${schema}".${table}`).join(", ")}`
}
