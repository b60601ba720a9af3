/** The tables of what the cycle counts, and of evidence. */
export const countingStatements: readonly string[] = [
  // What of the events is counted, so that nobody reads them for a count.
  `CREATE TABLE otklik_mark (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    subject TEXT,
    PRIMARY KEY (tenant, incident_id, ordinal)
  ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX otklik_mark_moment ON otklik_mark (tenant, kind, at, subject)",
  "CREATE INDEX otklik_mark_subject ON otklik_mark (tenant, kind, subject) WHERE subject IS NOT NULL",
  "CREATE INDEX otklik_incident_answered ON otklik_incident (tenant, answered_at) WHERE answered_at IS NOT NULL",
  `CREATE TABLE otklik_evidence (
    tenant TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, incident_id, evidence_id)
  ) STRICT`,
  "CREATE UNIQUE INDEX otklik_evidence_ordinal ON otklik_evidence (tenant, ordinal)",
]
