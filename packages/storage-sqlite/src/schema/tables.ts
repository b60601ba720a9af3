/**
 * An index for each order of a list, and for each order of what one owner, territory or topic has: a page is read from
 * one place on. What has no such moment is in none of them.
 */
const orderedIndexes: readonly string[] = [
  ...[null, "authority_id", "territory_id", "topic"].flatMap((lead) =>
    [
      ["published", "published_at"],
      ["updated", "updated_at"],
      ["next_due", "next_due_at"],
      ["waiting", "waiting_since"],
    ].map(([name = "", column = ""]) => orderedIndex(lead, name, column)),
  ),
  "CREATE INDEX otklik_incident_executor ON otklik_incident (tenant, executor_id, number) WHERE executor_id IS NOT NULL",
  "CREATE INDEX otklik_incident_waits ON otklik_incident (tenant, waits_for, number) WHERE waits_for IS NOT NULL",
  `CREATE INDEX otklik_incident_waits_next_due ON otklik_incident (tenant, waits_for, next_due_at, number)
    WHERE waits_for IS NOT NULL AND next_due_at IS NOT NULL`,
]

function orderedIndex(lead: string | null, name: string, column: string): string {
  const isSparse = column === "next_due_at" || column === "waiting_since"
  const set = [...(lead === null ? [] : [lead]), ...(isSparse ? [column] : [])].map((one) => `${one} IS NOT NULL`)
  const columns = ["tenant", ...(lead === null ? [] : [lead]), column, "number"]
  const prefix = lead === null ? "" : `${lead.replace("_id", "")}_`
  const where = set.length === 0 ? "" : ` WHERE ${set.join(" AND ")}`
  return `CREATE INDEX otklik_incident_${prefix}${name} ON otklik_incident (${columns.join(", ")})${where}`
}

/**
 * The tables and indexes.
 *
 * Every primary and unique key begins with the tenant. Instants are text in their canonical spelling, which sorts.
 * Documents are JSON text.
 */
export const tableStatements: readonly string[] = [
  // The last number, position and fencing token that were given: they only grow, and move inside the commit.
  `CREATE TABLE otklik_counter (
    tenant TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    token INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  // The two versions that retention has processed: a later one must be processed again.
  `CREATE TABLE otklik_incident (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    wake_at TEXT,
    status TEXT NOT NULL,
    problem TEXT NOT NULL,
    intake TEXT NOT NULL,
    topic TEXT,
    authority_id TEXT,
    executor_id TEXT,
    territory_id TEXT,
    network TEXT NOT NULL,
    kind TEXT,
    importance TEXT,
    published_at TEXT NOT NULL,
    detected_at TEXT NOT NULL,
    registered_at TEXT,
    due_at TEXT,
    answered_at TEXT,
    answered_working_minutes INTEGER,
    final_at TEXT,
    window_until TEXT,
    open_since TEXT,
    closed_at TEXT,
    closing TEXT,
    dismissed_at TEXT,
    dismissal TEXT,
    cycle INTEGER NOT NULL,
    repeat_of TEXT,
    voices INTEGER NOT NULL,
    score INTEGER,
    waits_for TEXT,
    waiting_since TEXT,
    next_due_at TEXT,
    next_goal TEXT,
    updated_at TEXT NOT NULL,
    state TEXT NOT NULL,
    author_swept INTEGER NOT NULL DEFAULT 0,
    text_swept INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, incident_id)
  ) STRICT`,
  "CREATE UNIQUE INDEX otklik_incident_number ON otklik_incident (tenant, number)",
  "CREATE INDEX otklik_incident_status ON otklik_incident (tenant, status, number)",
  "CREATE INDEX otklik_incident_topic ON otklik_incident (tenant, topic, number) WHERE topic IS NOT NULL",
  "CREATE INDEX otklik_incident_authority ON otklik_incident (tenant, authority_id, number) WHERE authority_id IS NOT NULL",
  "CREATE INDEX otklik_incident_territory ON otklik_incident (tenant, territory_id, number) WHERE territory_id IS NOT NULL",
  `CREATE INDEX otklik_incident_unowned ON otklik_incident (tenant, number)
    WHERE authority_id IS NULL AND status NOT IN ('candidate', 'rejected', 'dismissed', 'closed', 'merged', 'converted')`,
  "CREATE INDEX otklik_incident_wake ON otklik_incident (tenant, wake_at, number) WHERE wake_at IS NOT NULL",
  ...orderedIndexes,
  "CREATE INDEX otklik_incident_registered ON otklik_incident (tenant, registered_at) WHERE registered_at IS NOT NULL",
  "CREATE INDEX otklik_incident_due ON otklik_incident (tenant, due_at) WHERE due_at IS NOT NULL",
  "CREATE INDEX otklik_incident_final ON otklik_incident (tenant, final_at) WHERE final_at IS NOT NULL",
  "CREATE INDEX otklik_incident_open ON otklik_incident (tenant, open_since) WHERE open_since IS NOT NULL",
  "CREATE INDEX otklik_incident_answered ON otklik_incident (tenant, answered_at) WHERE answered_at IS NOT NULL",
  `CREATE INDEX otklik_incident_watched ON otklik_incident (tenant, network, number)
    WHERE status NOT IN ('rejected', 'dismissed', 'closed', 'merged', 'converted')`,
  `CREATE INDEX otklik_incident_over ON otklik_incident (tenant, network, updated_at, number)
    WHERE status IN ('closed', 'converted')`,
  `CREATE INDEX otklik_incident_author_unswept ON otklik_incident (tenant, updated_at, incident_id)
    WHERE author_swept < version AND status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged')`,
  `CREATE INDEX otklik_incident_text_unswept ON otklik_incident (tenant, updated_at, incident_id)
    WHERE text_swept < version AND status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged')`,
  `CREATE TABLE otklik_event (
    tenant TEXT NOT NULL,
    position INTEGER NOT NULL,
    incident_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, position)
  ) STRICT, WITHOUT ROWID`,
  "CREATE UNIQUE INDEX otklik_event_of_incident ON otklik_event (tenant, incident_id, version)",
  // What of the events is counted, so that nobody reads them for a count.
  `CREATE TABLE otklik_mark (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    subject TEXT,
    authority_id TEXT,
    PRIMARY KEY (tenant, incident_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX otklik_mark_moment ON otklik_mark (tenant, kind, at, subject)",
  `CREATE INDEX otklik_mark_subject ON otklik_mark (tenant, kind, subject, at)
    WHERE kind IN ('repeated', 'final-published') AND subject IS NOT NULL`,
  // The clocks of each incident, those that have ended too, in the order in which they began.
  `CREATE TABLE otklik_clock_fact (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    goal TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    paused_at TEXT,
    reached_at TEXT,
    ended_at TEXT,
    ended TEXT,
    authority_id TEXT,
    PRIMARY KEY (tenant, incident_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX otklik_clock_fact_due ON otklik_clock_fact (tenant, goal, due_at)",
  // What an incident may have several of, and is found by.
  `CREATE TABLE otklik_label (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant, incident_id, kind, value)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX otklik_label_value ON otklik_label (tenant, kind, value)",
  `CREATE TABLE otklik_claim (
    tenant TEXT NOT NULL,
    key TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    PRIMARY KEY (tenant, key)
  ) STRICT, WITHOUT ROWID`,
  // There is no index by author on purpose: nobody lists what a person wrote in passing.
  `CREATE TABLE otklik_message (
    id INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    key TEXT NOT NULL,
    revision INTEGER NOT NULL,
    erased INTEGER NOT NULL,
    body TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    UNIQUE (tenant, key)
  ) STRICT`,
  // By the words of a message its id is found. Nothing of a word is left of one that is erased: what is taken out is
  // named with its own words, as they stand in the row, and overwritten.
  `CREATE VIRTUAL TABLE otklik_words USING fts5 (words, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '-_=:'")`,
  "INSERT INTO otklik_words (otklik_words, rank) VALUES ('secure-delete', 1)",
  // No index but by message: a sealed author is reached from its message only. Both columns are null once it was
  // dropped for good.
  `CREATE TABLE otklik_sealed_author (
    tenant TEXT NOT NULL,
    message_key TEXT NOT NULL,
    key_id TEXT,
    sealed TEXT,
    PRIMARY KEY (tenant, message_key)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE otklik_draft (
    tenant TEXT NOT NULL,
    draft_id TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, draft_id)
  ) STRICT`,
  "CREATE INDEX otklik_draft_incident ON otklik_draft (tenant, incident_id)",
  // The columns next_try_at and attempts are the truth; the body holds the rest.
  `CREATE TABLE otklik_outbox (
    tenant TEXT NOT NULL,
    outbox_id TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    connector_id TEXT,
    state TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    due_at TEXT,
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, outbox_id)
  ) STRICT`,
  "CREATE INDEX otklik_outbox_incident ON otklik_outbox (tenant, incident_id, planned_at, outbox_id)",
  `CREATE INDEX otklik_outbox_due ON otklik_outbox (tenant, state, (due_at IS NULL), due_at, planned_at, outbox_id, connector_id, next_try_at)
    WHERE state IN ('planned', 'read-back')`,
  // What wants to be counted of replies that wait, by the moment of their planning: a count reads no row.
  `CREATE INDEX otklik_outbox_waiting ON otklik_outbox (tenant, state, planned_at, outbox_id, connector_id, attempts, next_try_at, due_at)
    WHERE state IN ('planned', 'manual')`,
  // The reading is what the desk notes of how far a source was read; null until it does.
  `CREATE TABLE otklik_cursor (
    tenant TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    cursor TEXT NOT NULL,
    at TEXT NOT NULL,
    read INTEGER NOT NULL,
    matched INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    reading TEXT,
    PRIMARY KEY (tenant, connector_id, source_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE otklik_gap (
    tenant TEXT NOT NULL,
    connector_id TEXT NOT NULL,
    source_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, connector_id, source_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE otklik_evidence (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, incident_id, evidence_id)
  ) STRICT`,
  "CREATE UNIQUE INDEX otklik_evidence_ordinal ON otklik_evidence (tenant, ordinal)",
  // Who has read a sealed author, and what was erased. Rows are only ever added, and forgotten when their term is over.
  `CREATE TABLE otklik_journal (
    tenant TEXT NOT NULL,
    entry_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    incident_id TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, entry_id)
  ) STRICT`,
  "CREATE INDEX otklik_journal_time ON otklik_journal (tenant, kind, at, entry_id)",
  "CREATE INDEX otklik_journal_incident ON otklik_journal (tenant, incident_id, kind, at, entry_id) WHERE incident_id IS NOT NULL",
  // What is learned from the feed. The position guards the row: whoever writes names the one that was read.
  `CREATE TABLE otklik_learned (
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    position TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (tenant, name)
  ) STRICT`,
  `CREATE TABLE otklik_burst (
    tenant TEXT NOT NULL,
    burst_id TEXT NOT NULL,
    found_at TEXT NOT NULL,
    pending INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, burst_id)
  ) STRICT`,
  "CREATE INDEX otklik_burst_found ON otklik_burst (tenant, found_at DESC, burst_id)",
  "CREATE INDEX otklik_burst_pending ON otklik_burst (tenant, found_at DESC, burst_id) WHERE pending = 1",
  // A row exists only while somebody holds the lease; the token comes from the counter, so that it grows over releases
  // too.
  `CREATE TABLE otklik_lease (
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    token INTEGER NOT NULL,
    owner TEXT NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (tenant, kind, id)
  ) STRICT, WITHOUT ROWID`,
]
