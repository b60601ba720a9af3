/** What these functions raise, beside what `commit_unit` does. The detail names the thing. */
export const keepingRaised = { movedMessage: "OT005", takenTenant: "OT006" } as const

/**
 * The functions of the step that keeps sealed authors, the journal and what retention has looked at.
 *
 * @param schema - the quoted name of the schema
 */
export function keepingFunctionStatements(schema: string): readonly string[] {
  return [commitKept(schema), leaveTombstones(schema), handOver(schema)]
}

/**
 * `commit_unit_and_readings`, and after it what a unit says of tombstones, sealed authors, the journal and sweeps, in one transaction.
 *
 * The rows that tombstones need are locked first, in the order of everybody: incidents, then messages. Sealed authors come after the tenant's counter, and
 * nobody waits for anything while holding one. A sealed author is stored under a lock of its message, so that no erasure can miss it.
 */
function commitKept(schema: string): string {
  return `CREATE FUNCTION ${schema}.commit_kept(
  p_tenant text, p_leases text, p_claims text, p_created text, p_changed text, p_events text,
  p_messages text, p_drafts text, p_outbox text, p_cursors text, p_readings text, p_tombstones text, p_sealed text, p_journal text, p_sweeps text
) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_number bigint;
  v_moved text;
  v_moved_place bigint;
BEGIN
  IF p_tombstones IS NOT NULL THEN
    IF p_changed IS NOT NULL THEN
      FOR v_row IN SELECT * FROM json_to_recordset(p_changed::json) AS a(incident_id text) LOOP
        PERFORM FROM ${schema}.incident AS i WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id FOR NO KEY UPDATE;
      END LOOP;
    END IF;
    FOR v_row IN SELECT * FROM json_to_recordset(p_tombstones::json) AS a(key text) LOOP
      PERFORM FROM ${schema}.message AS m WHERE m.tenant = p_tenant AND m.key = v_row.key FOR NO KEY UPDATE;
    END LOOP;
  END IF;

  v_number := ${schema}.commit_unit_and_readings(p_tenant, p_leases, p_claims, p_created, p_changed, p_events, p_messages, p_drafts, p_outbox,
    p_cursors, p_readings);

  IF p_tombstones IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_tombstones::json) AS a(place bigint, key text, revision bigint, body text) LOOP
      UPDATE ${schema}.message AS m SET erased = true, author = NULL, body = v_row.body
      WHERE m.tenant = p_tenant AND m.key = v_row.key AND m.revision = v_row.revision AND NOT m.erased;
      IF NOT FOUND AND NOT EXISTS (SELECT FROM ${schema}.message AS m WHERE m.tenant = p_tenant AND m.key = v_row.key AND m.erased)
        AND (v_moved_place IS NULL OR v_row.place < v_moved_place) THEN
        v_moved := v_row.key;
        v_moved_place := v_row.place;
      END IF;
      DELETE FROM ${schema}.sealed_author AS s WHERE s.tenant = p_tenant AND s.message_key = v_row.key;
    END LOOP;
    IF v_moved IS NOT NULL THEN
      RAISE EXCEPTION 'otklik: a message has another revision by now' USING ERRCODE = '${keepingRaised.movedMessage}', DETAIL = v_moved;
    END IF;
  END IF;

  IF p_sealed IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_sealed::json) AS a(message_key text, key_id text, sealed text, replaces text) LOOP
      IF v_row.replaces IS NOT NULL AND v_row.sealed IS NOT NULL THEN
        UPDATE ${schema}.sealed_author AS s SET key_id = v_row.key_id, sealed = v_row.sealed
        WHERE s.tenant = p_tenant AND s.message_key = v_row.message_key AND s.sealed = v_row.replaces;
      ELSE
        PERFORM FROM ${schema}.message AS m WHERE m.tenant = p_tenant AND m.key = v_row.message_key AND NOT m.erased FOR SHARE;
        IF FOUND THEN
          INSERT INTO ${schema}.sealed_author AS s (tenant, message_key, key_id, sealed)
          VALUES (p_tenant, v_row.message_key, v_row.key_id, v_row.sealed)
          ON CONFLICT (tenant, message_key) DO UPDATE SET key_id = NULL, sealed = NULL WHERE excluded.sealed IS NULL;
        END IF;
      END IF;
    END LOOP;
  END IF;

  IF p_journal IS NOT NULL THEN
    INSERT INTO ${schema}.journal (tenant, entry_id, kind, at, incident_id, body)
    SELECT p_tenant, r.entry_id, r.kind, r.at, r.incident_id, r.body
    FROM json_to_recordset(p_journal::json) AS r(entry_id text, kind text, at text, incident_id text, body text)
    ON CONFLICT (tenant, entry_id) DO NOTHING;
  END IF;

  IF p_sweeps IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_sweeps::json) AS a(incident_id text, version bigint, sweep text) LOOP
      UPDATE ${schema}.incident AS i SET
        author_swept = CASE v_row.sweep WHEN 'author' THEN i.version ELSE i.author_swept END,
        text_swept = CASE v_row.sweep WHEN 'text' THEN i.version ELSE i.text_swept END
      WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id AND i.version = v_row.version;
    END LOOP;
  END IF;
  RETURN v_number;
END
$otklik$`
}

/** What is left of messages, over the revisions that were read; each statement sees what is there by then, so that no sealed author is missed. */
function leaveTombstones(schema: string): string {
  return `CREATE FUNCTION ${schema}.leave_tombstones(p_tenant text, p_tombstones text) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_left bigint := 0;
BEGIN
  FOR v_row IN SELECT * FROM json_to_recordset(p_tombstones::json) AS a(key text, revision bigint, body text) LOOP
    UPDATE ${schema}.message AS m SET erased = true, author = NULL, body = v_row.body
    WHERE m.tenant = p_tenant AND m.key = v_row.key AND m.revision = v_row.revision AND NOT m.erased;
    IF FOUND THEN
      v_left := v_left + 1;
      DELETE FROM ${schema}.sealed_author AS s WHERE s.tenant = p_tenant AND s.message_key = v_row.key;
    END IF;
  END LOOP;
  RETURN v_left;
END
$otklik$`
}

/** Every table of the schema, so that one that a later step adds cannot be forgotten. */
function handOver(schema: string): string {
  return `CREATE FUNCTION ${schema}.hand_over(p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $otklik$
DECLARE
  v_table text;
  v_found boolean;
BEGIN
  DELETE FROM ${schema}.lease WHERE tenant = p_from;
  DELETE FROM ${schema}.cursor WHERE tenant = p_from AND connector_id = 'otklik/import';
  FOR v_table IN SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'tenant'
    WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'lease' ORDER BY 1
  LOOP
    IF p_to IS NULL THEN
      EXECUTE format('DELETE FROM ${schema}.%I WHERE tenant = $1', v_table) USING p_from;
    ELSE
      EXECUTE format('SELECT EXISTS (SELECT FROM ${schema}.%I WHERE tenant = $1)', v_table) INTO v_found USING p_to;
      IF v_found THEN
        RAISE EXCEPTION 'otklik: the other tenant has something already' USING ERRCODE = '${keepingRaised.takenTenant}', DETAIL = 'tenant';
      END IF;
      EXECUTE format('UPDATE ${schema}.%I SET tenant = $2 WHERE tenant = $1', v_table) USING p_from, p_to;
    END IF;
  END LOOP;
END
$otklik$`
}
