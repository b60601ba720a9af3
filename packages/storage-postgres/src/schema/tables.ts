/** Text that sorts by its bytes, whatever the database's own order is. */
const text = 'text COLLATE "C"'

/**
 * An index for each order of a list, and for each order of what one owner, territory or topic has: a page is read from
 * one place on. What has no such moment is in none of them.
 */
function orderedIndexes(schema: string): readonly string[] {
  const moments = [
    ["published", "published_at"],
    ["updated", "updated_at"],
    ["next_due", "next_due_at"],
    ["waiting", "waiting_since"],
  ] as const
  const ordered = [null, "authority_id", "territory_id", "topic"].flatMap((lead) =>
    moments.map(([name, column]) => {
      const isSparse = column === "next_due_at" || column === "waiting_since"
      const set = [...(lead === null ? [] : [lead]), ...(isSparse ? [column] : [])].map((one) => `${one} IS NOT NULL`)
      const columns = ["tenant", ...(lead === null ? [] : [lead]), column, "number"]
      const prefix = lead === null ? "" : `${lead.replace("_id", "")}_`
      const where = set.length === 0 ? "" : ` WHERE ${set.join(" AND ")}`
      return `CREATE INDEX incident_${prefix}${name} ON ${schema}.incident (${columns.join(", ")})${where}`
    }),
  )
  return [
    ...ordered,
    `CREATE INDEX incident_executor ON ${schema}.incident (tenant, executor_id, number) WHERE executor_id IS NOT NULL`,
    `CREATE INDEX incident_waits ON ${schema}.incident (tenant, waits_for, number) WHERE waits_for IS NOT NULL`,
    `CREATE INDEX incident_waits_next_due ON ${schema}.incident (tenant, waits_for, next_due_at, number)
  WHERE waits_for IS NOT NULL AND next_due_at IS NOT NULL`,
  ]
}

/**
 * The tables and indexes.
 *
 * Every primary and unique key begins with the tenant. Instants are text in their canonical spelling, which sorts.
 * Documents are JSON in text columns: `jsonb` refuses U+0000 and lone surrogates, which a citizen's text may hold, and
 * changes the spelling of numbers.
 *
 * @param schema - the quoted name of the schema
 */
export function tableStatements(schema: string): readonly string[] {
  const ended = "status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged')"
  return [
    // The last number and position that were given: they only grow, and the row is locked from there to the end of the
    // commit.
    `CREATE TABLE ${schema}.counter (
  tenant ${text} NOT NULL PRIMARY KEY,
  number bigint NOT NULL,
  position bigint NOT NULL
) WITH (fillfactor = 20)`,
    // The two versions that retention has processed: a later one must be processed again.
    `CREATE TABLE ${schema}.incident (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  number bigint NOT NULL,
  version bigint NOT NULL,
  wake_at ${text},
  status ${text} NOT NULL,
  problem ${text} NOT NULL,
  intake ${text} NOT NULL,
  topic ${text},
  authority_id ${text},
  executor_id ${text},
  territory_id ${text},
  network ${text} NOT NULL,
  kind ${text},
  importance ${text},
  published_at ${text} NOT NULL,
  detected_at ${text} NOT NULL,
  registered_at ${text},
  due_at ${text},
  answered_at ${text},
  answered_working_minutes bigint,
  final_at ${text},
  window_until ${text},
  open_since ${text},
  closed_at ${text},
  closing ${text},
  dismissed_at ${text},
  dismissal ${text},
  cycle bigint NOT NULL,
  repeat_of ${text},
  voices bigint NOT NULL,
  score bigint,
  waits_for ${text},
  waiting_since ${text},
  next_due_at ${text},
  next_goal ${text},
  updated_at ${text} NOT NULL,
  message_keys ${text.replace(" ", "[] ")} NOT NULL,
  state text NOT NULL,
  author_swept bigint NOT NULL DEFAULT 0,
  text_swept bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant, incident_id)
)`,
    `CREATE UNIQUE INDEX incident_number ON ${schema}.incident (tenant, number)`,
    `CREATE INDEX incident_status ON ${schema}.incident (tenant, status, number)`,
    `CREATE INDEX incident_topic ON ${schema}.incident (tenant, topic, number) WHERE topic IS NOT NULL`,
    `CREATE INDEX incident_authority ON ${schema}.incident (tenant, authority_id, number) WHERE authority_id IS NOT NULL`,
    `CREATE INDEX incident_territory ON ${schema}.incident (tenant, territory_id, number) WHERE territory_id IS NOT NULL`,
    `CREATE INDEX incident_unowned ON ${schema}.incident (tenant, number)
  WHERE authority_id IS NULL AND status NOT IN ('candidate', 'rejected', 'dismissed', 'closed', 'merged', 'converted')`,
    `CREATE INDEX incident_wake ON ${schema}.incident (tenant, wake_at, number) WHERE wake_at IS NOT NULL`,
    ...orderedIndexes(schema),
    `CREATE INDEX incident_registered ON ${schema}.incident (tenant, registered_at) WHERE registered_at IS NOT NULL`,
    `CREATE INDEX incident_due ON ${schema}.incident (tenant, due_at) WHERE due_at IS NOT NULL`,
    `CREATE INDEX incident_closed ON ${schema}.incident (tenant, closed_at) WHERE closed_at IS NOT NULL`,
    `CREATE INDEX incident_final ON ${schema}.incident (tenant, final_at) WHERE final_at IS NOT NULL`,
    `CREATE INDEX incident_open ON ${schema}.incident (tenant, open_since) WHERE open_since IS NOT NULL`,
    `CREATE INDEX incident_answered ON ${schema}.incident (tenant, answered_at) WHERE answered_at IS NOT NULL`,
    `CREATE INDEX incident_watched ON ${schema}.incident (tenant, network, number)
  WHERE status NOT IN ('rejected', 'dismissed', 'closed', 'merged', 'converted')`,
    `CREATE INDEX incident_over ON ${schema}.incident (tenant, network, updated_at, number) WHERE status IN ('closed', 'converted')`,
    `CREATE INDEX incident_author_unswept ON ${schema}.incident (tenant, updated_at, incident_id) WHERE author_swept < version AND ${ended}`,
    `CREATE INDEX incident_text_unswept ON ${schema}.incident (tenant, updated_at, incident_id) WHERE text_swept < version AND ${ended}`,
    `CREATE TABLE ${schema}.event (
  tenant ${text} NOT NULL,
  position bigint NOT NULL,
  incident_id ${text} NOT NULL,
  version bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, position)
)`,
    `CREATE UNIQUE INDEX event_of_incident ON ${schema}.event (tenant, incident_id, version)`,
    // What of the events is counted, so that nobody reads them for a count.
    `CREATE TABLE ${schema}.mark (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  kind ${text} NOT NULL,
  at ${text} NOT NULL,
  subject ${text},
  authority_id ${text},
  PRIMARY KEY (tenant, incident_id, ordinal)
)`,
    `CREATE INDEX mark_moment ON ${schema}.mark (tenant, kind, at, incident_id, subject)`,
    `CREATE INDEX mark_subject ON ${schema}.mark (tenant, kind, subject, at, incident_id)
  WHERE kind IN ('repeated', 'final-published') AND subject IS NOT NULL`,
    // The clocks of each incident, those that have ended too, in the order in which they began.
    `CREATE TABLE ${schema}.clock_fact (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  goal ${text} NOT NULL,
  cycle bigint NOT NULL,
  started_at ${text} NOT NULL,
  due_at ${text} NOT NULL,
  paused_at ${text},
  reached_at ${text},
  ended_at ${text},
  ended ${text},
  authority_id ${text},
  PRIMARY KEY (tenant, incident_id, ordinal)
)`,
    `CREATE INDEX clock_fact_due ON ${schema}.clock_fact (tenant, goal, due_at)`,
    // What an incident may have several of, and is found by.
    `CREATE TABLE ${schema}.label (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  kind ${text} NOT NULL,
  value ${text} NOT NULL,
  PRIMARY KEY (tenant, incident_id, kind, value)
)`,
    `CREATE INDEX label_value ON ${schema}.label (tenant, kind, value)`,
    `CREATE TABLE ${schema}.claim (
  tenant ${text} NOT NULL,
  key ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  PRIMARY KEY (tenant, key)
)`,
    // There is no index by author on purpose: nobody lists what a person wrote in passing.
    `CREATE TABLE ${schema}.message (
  tenant ${text} NOT NULL,
  key ${text} NOT NULL,
  revision bigint NOT NULL,
  erased boolean NOT NULL,
  body text NOT NULL,
  words tsvector,
  PRIMARY KEY (tenant, key)
)`,
    // By words as they are written; the tenant is one of them.
    `CREATE INDEX message_words ON ${schema}.message USING gin (words)`,
    // No index but by message: a sealed author is reached from its message only. Both columns are null once it was
    // dropped for good.
    `CREATE TABLE ${schema}.sealed_author (
  tenant ${text} NOT NULL,
  message_key ${text} NOT NULL,
  key_id ${text},
  sealed text,
  PRIMARY KEY (tenant, message_key)
)`,
    `CREATE TABLE ${schema}.draft (
  tenant ${text} NOT NULL,
  draft_id ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, draft_id)
)`,
    `CREATE INDEX draft_of_incident ON ${schema}.draft (tenant, incident_id)`,
    // The columns next_try_at and attempts are the truth; the body holds the rest.
    `CREATE TABLE ${schema}.outbox (
  tenant ${text} NOT NULL,
  outbox_id ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  connector_id ${text},
  state ${text} NOT NULL,
  planned_at ${text} NOT NULL,
  due_at ${text},
  next_try_at ${text} NOT NULL,
  attempts bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, outbox_id)
)`,
    `CREATE INDEX outbox_of_incident ON ${schema}.outbox (tenant, incident_id, planned_at, outbox_id)`,
    `CREATE INDEX outbox_due ON ${schema}.outbox (tenant, state, due_at, planned_at, outbox_id, next_try_at, connector_id) WHERE state IN ('planned', 'read-back')`,
    // What wants to be counted of replies that wait, by the moment of their planning: a count reads no row.
    `CREATE INDEX outbox_waiting ON ${schema}.outbox (tenant, state, planned_at, outbox_id, connector_id, attempts, next_try_at, due_at)
  WHERE state IN ('planned', 'manual')`,
    // The cursor is a JSON string: a connector may put anything into it. The reading is JSON, null until the desk notes
    // one.
    `CREATE TABLE ${schema}.cursor (
  tenant ${text} NOT NULL,
  connector_id ${text} NOT NULL,
  source_id ${text} NOT NULL,
  cursor ${text} NOT NULL,
  at ${text} NOT NULL,
  read bigint NOT NULL,
  matched bigint NOT NULL,
  skipped bigint NOT NULL,
  reading text,
  PRIMARY KEY (tenant, connector_id, source_id)
)`,
    `CREATE TABLE ${schema}.gap (
  tenant ${text} NOT NULL,
  connector_id ${text} NOT NULL,
  source_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, connector_id, source_id, ordinal)
)`,
    `CREATE TABLE ${schema}.evidence (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  evidence_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, incident_id, evidence_id)
)`,
    `CREATE UNIQUE INDEX evidence_ordinal ON ${schema}.evidence (tenant, ordinal)`,
    // Who has read a sealed author, and what was erased. Rows are only ever added, and forgotten when their term is
    // over.
    `CREATE TABLE ${schema}.journal (
  tenant ${text} NOT NULL,
  entry_id ${text} NOT NULL,
  kind ${text} NOT NULL,
  at ${text} NOT NULL,
  incident_id ${text},
  body text NOT NULL,
  PRIMARY KEY (tenant, entry_id)
)`,
    `CREATE INDEX journal_time ON ${schema}.journal (tenant, kind, at, entry_id)`,
    `CREATE INDEX journal_of_incident ON ${schema}.journal (tenant, incident_id, kind, at, entry_id) WHERE incident_id IS NOT NULL`,
    // What is learned from the feed. The position guards the row: whoever writes names the one that was read.
    `CREATE TABLE ${schema}.learned (
  tenant ${text} NOT NULL,
  name ${text} NOT NULL,
  format ${text} NOT NULL,
  position ${text} NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tenant, name)
)`,
    // Hashes and counts: the server would look for what repeats in 16 MB, and find nothing.
    `ALTER TABLE ${schema}.learned ALTER COLUMN body SET STORAGE EXTERNAL`,
    `CREATE TABLE ${schema}.burst (
  tenant ${text} NOT NULL,
  burst_id ${text} NOT NULL,
  found_at ${text} NOT NULL,
  pending boolean NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, burst_id)
)`,
    `CREATE INDEX burst_found ON ${schema}.burst (tenant, found_at DESC, burst_id)`,
    `CREATE INDEX burst_pending ON ${schema}.burst (tenant, found_at DESC, burst_id) WHERE pending`,
    // Fencing tokens grow over releases too; that they skip some is no matter.
    `CREATE SEQUENCE ${schema}.lease_token`,
    // A row exists only while somebody holds the lease, or held it until it ran out. The owner is a JSON string, until
    // is in milliseconds since 1970.
    `CREATE TABLE ${schema}.lease (
  tenant ${text} NOT NULL,
  kind ${text} NOT NULL,
  id ${text} NOT NULL,
  token bigint NOT NULL,
  owner text NOT NULL,
  until bigint NOT NULL,
  taken_over boolean NOT NULL,
  PRIMARY KEY (tenant, kind, id)
)`,
  ]
}
