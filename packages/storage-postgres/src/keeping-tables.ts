/** Text that sorts by its bytes, whatever the database's own order is. */
const text = 'text COLLATE "C"'

/**
 * The tables and indexes of the step that keeps sealed authors, the journal and what retention has looked at.
 *
 * @param schema - the quoted name of the schema
 */
export function keepingTableStatements(schema: string): readonly string[] {
  const ended = "status IN ('candidate', 'rejected', 'dismissed', 'closed', 'converted', 'merged')"
  return [
    // No index but by message: a sealed author is reached from its message only. Both columns are null once it was dropped for good.
    `CREATE TABLE ${schema}.sealed_author (
  tenant ${text} NOT NULL,
  message_key ${text} NOT NULL,
  key_id ${text},
  sealed text,
  PRIMARY KEY (tenant, message_key)
)`,
    // Who has read a sealed author, and what was erased. Rows are only ever added.
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
    // The version that retention has looked at: a later one wants to be looked at again.
    `ALTER TABLE ${schema}.incident ADD COLUMN author_swept bigint NOT NULL DEFAULT 0, ADD COLUMN text_swept bigint NOT NULL DEFAULT 0`,
    `CREATE INDEX incident_author_unswept ON ${schema}.incident (tenant, updated_at, incident_id) WHERE author_swept < version AND ${ended}`,
    `CREATE INDEX incident_text_unswept ON ${schema}.incident (tenant, updated_at, incident_id) WHERE text_swept < version AND ${ended}`,
  ]
}
