/**
 * The second step: what the desk notes of how far a source was read, and the index of what is watched.
 *
 * @param schema - the quoted name of the schema
 */
export function readingStatements(schema: string): readonly string[] {
  return [
    // Null until the desk notes something; JSON.
    `ALTER TABLE ${schema}.cursor ADD COLUMN reading text`,
    `CREATE INDEX incident_watched ON ${schema}.incident (tenant, network, number)
  WHERE status NOT IN ('rejected', 'dismissed', 'closed', 'merged', 'converted')`,
    `CREATE INDEX incident_over ON ${schema}.incident (tenant, network, updated_at, number)
  WHERE status IN ('closed', 'converted')`,
    commitWithReadings(schema),
  ]
}

/** A whole commit, and the notes on the cursors that it moved, whose rows it holds already. */
function commitWithReadings(schema: string): string {
  return `CREATE FUNCTION ${schema}.commit_unit_and_readings(
  p_tenant text, p_leases text, p_claims text, p_created text, p_changed text, p_events text,
  p_messages text, p_drafts text, p_outbox text, p_cursors text, p_readings text
) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_number bigint;
BEGIN
  v_number := ${schema}.commit_unit(p_tenant, p_leases, p_claims, p_created, p_changed, p_events, p_messages, p_drafts, p_outbox, p_cursors);
  IF p_readings IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_readings::json) AS a(connector_id text, source_id text, reading text)
    LOOP
      UPDATE ${schema}.cursor AS c SET reading = v_row.reading
      WHERE c.tenant = p_tenant AND c.connector_id = v_row.connector_id AND c.source_id = v_row.source_id;
    END LOOP;
  END IF;
  RETURN v_number;
END
$otklik$`
}
