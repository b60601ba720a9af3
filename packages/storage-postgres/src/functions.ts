/** What the functions raise: the class `OT` belongs to nobody else. The detail names the thing. */
export const raised = {
  lostLease: "OT001",
  takenClaims: "OT002",
  staleIncident: "OT003",
  movedCursor: "OT004",
  unheldClaim: "OT008",
} as const

/** The facts of an incident as of the first step: frozen with it, whatever `factColumns` of the core says later. */
const factColumns = [
  "status",
  "problem",
  "intake",
  "topic",
  "authority_id",
  "territory_id",
  "network",
  "kind",
  "importance",
  "published_at",
  "detected_at",
  "registered_at",
  "due_at",
  "answered_at",
  "closed_at",
  "dismissed_at",
  "waiting_since",
  "next_due_at",
  "updated_at",
] as const

const factTypes = factColumns.map((column) => `${column} text`).join(", ")

/**
 * The functions of the first step: a whole commit in one round trip, and the settlement of a lease.
 *
 * Published functions never change: a later step adds new ones under new names, so that workers of two versions can share a database.
 *
 * @param schema - the quoted name of the schema
 */
export function functionStatements(schema: string): readonly string[] {
  return [commitUnit(schema), settleLease(schema)]
}

/**
 * Everybody takes row locks in the same order, so that no two commits wait for each other: claims, incidents, messages, drafts, replies, cursors, leases,
 * each sorted by key by the caller, and the tenant's counter last, right before what is numbered. What is wrong is gathered and raised in the order of
 * the contract: leases, releases, claims, incidents in the order of the unit, cursors. Rows are changed one by one by their key: a plan that joins would be kept
 * from the time when the tables were small.
 *
 * Each argument is a JSON array of rows, or NULL. Gives the tenant's number before the first incident that was created.
 */
function commitUnit(schema: string): string {
  return `CREATE FUNCTION ${schema}.commit_unit(
  p_tenant text, p_leases text, p_claims text, p_created text, p_changed text, p_events text,
  p_messages text, p_drafts text, p_outbox text, p_cursors text
) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_taken text[];
  v_unheld text;
  v_stale text;
  v_stale_place bigint;
  v_existing text;
  v_existing_place bigint;
  v_moved text;
  v_moved_place bigint;
  v_lost text;
  v_lost_place bigint;
  v_created bigint := 0;
  v_inserted bigint := 0;
  v_events bigint := 0;
  v_number bigint;
  v_position bigint;
BEGIN
  IF p_claims IS NOT NULL THEN
    FOR v_row IN SELECT w.key, w.incident_id FROM json_to_recordset(p_claims::json) AS w(key text, incident_id text, released boolean) WHERE w.released
    LOOP
      DELETE FROM ${schema}.claim AS c WHERE c.tenant = p_tenant AND c.key = v_row.key AND c.incident_id = v_row.incident_id;
      IF NOT FOUND AND v_unheld IS NULL THEN
        v_unheld := v_row.key;
      END IF;
    END LOOP;
    WITH wanted AS (
      SELECT w.key, w.incident_id FROM json_to_recordset(p_claims::json) AS w(key text, incident_id text, released boolean) WHERE NOT w.released
    ),
    got AS (
      INSERT INTO ${schema}.claim AS c (tenant, key, incident_id) SELECT p_tenant, w.key, w.incident_id FROM wanted AS w
      ON CONFLICT (tenant, key) DO NOTHING RETURNING c.key
    )
    SELECT array_agg(w.key) INTO v_taken FROM (SELECT key FROM wanted EXCEPT SELECT key FROM got) AS w;
    -- A statement of its own, which sees the row that the insertion met.
    IF v_taken IS NOT NULL THEN
      SELECT array_agg(w.key) INTO v_taken
      FROM json_to_recordset(p_claims::json) AS w(key text, incident_id text, shared boolean, released boolean)
      WHERE w.key = ANY (v_taken) AND NOT w.released AND NOT (w.shared AND EXISTS (
        SELECT FROM ${schema}.claim AS c WHERE c.tenant = p_tenant AND c.key = w.key AND c.incident_id = w.incident_id));
    END IF;
  END IF;

  IF p_changed IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_changed::json)
      AS a(place bigint, incident_id text, expected bigint, version bigint, wake_at text, ${factTypes}, message_keys text[], state text)
    LOOP
      UPDATE ${schema}.incident AS i SET version = v_row.version, wake_at = v_row.wake_at,
        ${factColumns.map((column) => `${column} = v_row.${column}`).join(", ")}, message_keys = v_row.message_keys, state = v_row.state
      WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id AND i.version = v_row.expected;
      IF NOT FOUND AND (v_stale_place IS NULL OR v_row.place < v_stale_place) THEN
        v_stale := v_row.incident_id;
        v_stale_place := v_row.place;
      END IF;
    END LOOP;
  END IF;

  IF p_messages IS NOT NULL THEN
    INSERT INTO ${schema}.message AS m (tenant, key, revision, erased, published_at, author, body)
    SELECT p_tenant, r.key, r.revision, false, r.published_at, r.author, r.body
    FROM json_to_recordset(p_messages::json) AS r(key text, revision bigint, published_at text, author text, body text)
    ON CONFLICT (tenant, key) DO UPDATE SET revision = excluded.revision, published_at = excluded.published_at, author = excluded.author,
      body = excluded.body
    WHERE excluded.revision > m.revision AND NOT m.erased;
  END IF;

  IF p_drafts IS NOT NULL THEN
    INSERT INTO ${schema}.draft (tenant, draft_id, body)
    SELECT p_tenant, r.draft_id, r.body FROM json_to_recordset(p_drafts::json) AS r(draft_id text, body text)
    ON CONFLICT (tenant, draft_id) DO UPDATE SET body = excluded.body;
  END IF;

  IF p_outbox IS NOT NULL THEN
    INSERT INTO ${schema}.outbox (tenant, outbox_id, incident_id, connector_id, state, planned_at, due_at, next_try_at, attempts, body)
    SELECT p_tenant, r.outbox_id, r.incident_id, r.connector_id, r.state, r.planned_at, r.due_at, r.next_try_at, r.attempts, r.body
    FROM json_to_recordset(p_outbox::json) AS r(outbox_id text, incident_id text, connector_id text, state text, planned_at text, due_at text,
      next_try_at text, attempts bigint, body text)
    ON CONFLICT (tenant, outbox_id) DO UPDATE SET incident_id = excluded.incident_id, connector_id = excluded.connector_id, state = excluded.state,
      planned_at = excluded.planned_at, due_at = excluded.due_at, next_try_at = excluded.next_try_at, attempts = excluded.attempts,
      body = excluded.body;
  END IF;

  IF p_cursors IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_cursors::json) AS a(place bigint, connector_id text, source_id text, expected text, next text,
      at text, read bigint, matched bigint, skipped bigint, gaps json)
    LOOP
      IF v_row.expected IS NULL THEN
        INSERT INTO ${schema}.cursor (tenant, connector_id, source_id, cursor, at, read, matched, skipped)
        VALUES (p_tenant, v_row.connector_id, v_row.source_id, v_row.next, v_row.at, v_row.read, v_row.matched, v_row.skipped)
        ON CONFLICT (tenant, connector_id, source_id) DO NOTHING;
      ELSE
        UPDATE ${schema}.cursor AS c SET cursor = v_row.next, at = v_row.at, read = c.read + v_row.read, matched = c.matched + v_row.matched,
          skipped = c.skipped + v_row.skipped
        WHERE c.tenant = p_tenant AND c.connector_id = v_row.connector_id AND c.source_id = v_row.source_id AND c.cursor = v_row.expected;
      END IF;
      IF NOT FOUND THEN
        IF v_moved_place IS NULL OR v_row.place < v_moved_place THEN
          v_moved := v_row.connector_id || '/' || v_row.source_id;
          v_moved_place := v_row.place;
        END IF;
      ELSIF json_array_length(v_row.gaps) > 0 THEN
        INSERT INTO ${schema}.gap (tenant, connector_id, source_id, ordinal, body)
        SELECT p_tenant, v_row.connector_id, v_row.source_id, coalesce((SELECT max(g.ordinal) FROM ${schema}.gap AS g
          WHERE g.tenant = p_tenant AND g.connector_id = v_row.connector_id AND g.source_id = v_row.source_id), 0) + n.ordinality, n.value
        FROM json_array_elements_text(v_row.gaps) WITH ORDINALITY AS n;
      END IF;
    END LOOP;
  END IF;

  IF p_leases IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_leases::json) AS a(place bigint, kind text, id text, token bigint)
    LOOP
      DELETE FROM ${schema}.lease AS l WHERE l.tenant = p_tenant AND l.kind = v_row.kind AND l.id = v_row.id AND l.token = v_row.token;
      IF NOT FOUND AND (v_lost_place IS NULL OR v_row.place < v_lost_place) THEN
        v_lost := v_row.kind || ':' || v_row.id;
        v_lost_place := v_row.place;
      END IF;
    END LOOP;
  END IF;

  IF v_lost IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a lease was lost' USING ERRCODE = '${raised.lostLease}', DETAIL = v_lost;
  END IF;
  IF v_unheld IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a claim is not held' USING ERRCODE = '${raised.unheldClaim}', DETAIL = v_unheld;
  END IF;
  IF v_taken IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: claims are taken' USING ERRCODE = '${raised.takenClaims}', DETAIL = array_to_json(v_taken)::text;
  END IF;
  IF (v_stale IS NOT NULL OR v_moved IS NOT NULL) AND p_created IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_created::json) AS a(place bigint, incident_id text) ORDER BY 1
    LOOP
      IF EXISTS (SELECT FROM ${schema}.incident AS i WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id) THEN
        v_existing := v_row.incident_id;
        v_existing_place := v_row.place;
        EXIT;
      END IF;
    END LOOP;
    IF v_existing_place < v_stale_place OR v_stale IS NULL THEN
      v_stale := v_existing;
    END IF;
  END IF;
  IF v_stale IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: an incident was changed by somebody else' USING ERRCODE = '${raised.staleIncident}', DETAIL = v_stale;
  END IF;
  IF v_moved IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a cursor was moved by somebody else' USING ERRCODE = '${raised.movedCursor}', DETAIL = v_moved;
  END IF;

  IF p_events IS NOT NULL THEN
    v_events := json_array_length(p_events::json);
    IF p_created IS NOT NULL THEN
      v_created := json_array_length(p_created::json);
    END IF;
    INSERT INTO ${schema}.counter AS c (tenant, number, position) VALUES (p_tenant, v_created, v_events)
    ON CONFLICT (tenant) DO UPDATE SET number = c.number + excluded.number, position = c.position + excluded.position
    RETURNING c.number - v_created, c.position - v_events INTO v_number, v_position;
    IF p_created IS NOT NULL THEN
      INSERT INTO ${schema}.incident (tenant, incident_id, number, version, wake_at, ${factColumns.join(", ")}, message_keys, state)
      SELECT p_tenant, r.incident_id, v_number + r.serial, r.version, r.wake_at, ${factColumns.map((column) => `r.${column}`).join(", ")}, r.message_keys, r.state
      FROM json_to_recordset(p_created::json) AS r(serial bigint, incident_id text, version bigint, wake_at text, ${factTypes}, message_keys text[], state text)
      ON CONFLICT (tenant, incident_id) DO NOTHING;
      GET DIAGNOSTICS v_inserted = ROW_COUNT;
      IF v_inserted < v_created THEN
        FOR v_row IN SELECT * FROM json_to_recordset(p_created::json) AS a(place bigint, incident_id text) ORDER BY 1
        LOOP
          IF EXISTS (SELECT FROM ${schema}.incident AS i WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id AND i.number <= v_number) THEN
            RAISE EXCEPTION 'otklik: an incident exists already' USING ERRCODE = '${raised.staleIncident}', DETAIL = v_row.incident_id;
          END IF;
        END LOOP;
      END IF;
    END IF;
    INSERT INTO ${schema}.event (tenant, position, incident_id, version, body)
    SELECT p_tenant, v_position + r.serial, r.incident_id, r.version, r.body
    FROM json_to_recordset(p_events::json) AS r(serial bigint, incident_id text, version bigint, body text);
  END IF;
  RETURN v_number;
END
$otklik$`
}

/** The reply's row before the lease's, as a commit and a worker that asks for replies lock them. */
function settleLease(schema: string): string {
  return `CREATE FUNCTION ${schema}.settle_lease(p_tenant text, p_kind text, p_id text, p_token bigint, p_next_try_at text, p_attempts bigint)
RETURNS void LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
BEGIN
  IF p_next_try_at IS NOT NULL THEN
    UPDATE ${schema}.outbox AS o SET next_try_at = p_next_try_at, attempts = p_attempts WHERE o.tenant = p_tenant AND o.outbox_id = p_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'otklik: there is no such reply' USING ERRCODE = '${raised.lostLease}', DETAIL = p_kind || ':' || p_id;
    END IF;
  END IF;
  DELETE FROM ${schema}.lease AS l WHERE l.tenant = p_tenant AND l.kind = p_kind AND l.id = p_id AND l.token = p_token;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'otklik: a lease was lost' USING ERRCODE = '${raised.lostLease}', DETAIL = p_kind || ':' || p_id;
  END IF;
END
$otklik$`
}
