const text = 'text COLLATE "C"'

/**
 * The tables of what the cycle counts, and of evidence, and the function that writes both. `commit_unit` is called beside it, in the same statement: both happen or none.
 *
 * @param schema - the quoted name of the schema
 */
export function countingStatements(schema: string): readonly string[] {
  return [
    // What of the events is counted, so that nobody reads them for a count.
    `CREATE TABLE ${schema}.mark (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  kind ${text} NOT NULL,
  at ${text} NOT NULL,
  subject ${text},
  PRIMARY KEY (tenant, incident_id, ordinal)
)`,
    `CREATE INDEX mark_moment ON ${schema}.mark (tenant, kind, at, incident_id, subject)`,
    `CREATE INDEX mark_subject ON ${schema}.mark (tenant, kind, subject) WHERE subject IS NOT NULL`,
    `CREATE INDEX incident_answered ON ${schema}.incident (tenant, answered_at) WHERE answered_at IS NOT NULL`,
    `CREATE TABLE ${schema}.evidence (
  tenant ${text} NOT NULL,
  incident_id ${text} NOT NULL,
  evidence_id ${text} NOT NULL,
  ordinal bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant, incident_id, evidence_id)
)`,
    `CREATE UNIQUE INDEX evidence_ordinal ON ${schema}.evidence (tenant, ordinal)`,
    writeCounts(schema),
  ]
}

/**
 * Marks belong to an incident whose row the commit holds, so that nobody else numbers them meanwhile. Evidence is numbered over the tenant: whoever stores some waits
 * for the others who do, under a lock that ends with the commit and that no other statement takes.
 */
function writeCounts(schema: string): string {
  return `CREATE FUNCTION ${schema}.write_counts(p_tenant text, p_marks text, p_evidence text)
RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_written bigint := 0;
BEGIN
  IF p_marks IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_marks::json) AS a(incident_id text, kind text, at text, subject text)
    LOOP
      INSERT INTO ${schema}.mark (tenant, incident_id, ordinal, kind, at, subject)
      SELECT p_tenant, v_row.incident_id, coalesce(max(m.ordinal), 0) + 1, v_row.kind, v_row.at, v_row.subject
      FROM ${schema}.mark AS m WHERE m.tenant = p_tenant AND m.incident_id = v_row.incident_id;
      v_written := v_written + 1;
    END LOOP;
  END IF;

  IF p_evidence IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik evidence of ${schema.replaceAll('"', "")} ' || p_tenant, 0));
    FOR v_row IN SELECT * FROM json_to_recordset(p_evidence::json) AS a(incident_id text, evidence_id text, body text)
    LOOP
      INSERT INTO ${schema}.evidence (tenant, incident_id, evidence_id, ordinal, body)
      SELECT p_tenant, v_row.incident_id, v_row.evidence_id, coalesce(max(e.ordinal), 0) + 1, v_row.body
      FROM ${schema}.evidence AS e WHERE e.tenant = p_tenant
      ON CONFLICT (tenant, incident_id, evidence_id) DO UPDATE SET body = excluded.body;
      v_written := v_written + 1;
    END LOOP;
  END IF;
  RETURN v_written;
END
$otklik$`
}
