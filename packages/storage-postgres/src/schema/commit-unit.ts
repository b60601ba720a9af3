import { factColumns, isNumberColumn } from "@otklik/core/internal"
import { raised } from "./raised.ts"
import { tenantLock } from "./tenant-lock.ts"
import { tenantWord } from "./tenant-word.ts"

/**
 * The parts of a unit, in the order of the function's arguments after the tenant. Each is a JSON array of rows, or
 * NULL.
 */
export const unitParts = [
  "leases",
  "claims",
  "created",
  "changed",
  "events",
  "marks",
  "clocks",
  "labels",
  "messages",
  "tombstones",
  "sealed",
  "drafts",
  "outbox",
  "cursors",
  "evidence",
  "forgotten",
  "journal",
  "sweeps",
] as const

/** A part of a unit that is stored by an argument of its own. */
export type UnitPart = (typeof unitParts)[number]

const factTypes = factColumns.map((column) => `${column} ${isNumberColumn(column) ? "bigint" : "text"}`).join(", ")

/**
 * The function that stores a unit: all of it or nothing, in one round trip.
 *
 * Everybody takes locks in the same order, so that no two commits wait for each other:
 *
 * 1. the tenant's advisory lock, shared (alone by `take_staged` and `delete_tenant`),
 * 2. claims,
 * 3. incidents that are changed or swept,
 * 4. messages, and with them sealed authors,
 * 5. drafts, replies, cursors with their gaps, leases,
 * 6. the tenant's counter, right before what is numbered: new incidents and events,
 * 7. the advisory lock of the tenant's evidence, which is numbered too.
 *
 * Rows of one kind are sorted by key by the caller. Marks belong to an incident whose row the commit holds; the journal
 * is only added to, and forgotten by one worker at a time.
 *
 * What is wrong is gathered and raised in the order of the contract: leases, releases, claims, incidents in the order
 * of the unit, cursors, messages. Rows are changed one by one by their key: a plan that joins would be kept from the
 * time when the tables were small.
 *
 * Gives the tenant's number before the first incident that was created; NULL when nothing was numbered.
 *
 * @param schema - the quoted name of the schema
 */
export function commitUnitFunction(schema: string): string {
  return `CREATE FUNCTION ${schema}.commit_unit(p_tenant text, ${unitParts.map((part) => `p_${part} text`).join(", ")})
RETURNS bigint LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
DECLARE
  v_row record;
  v_taken text[];
  v_unheld text;
  v_stale text;
  v_stale_place bigint;
  v_existing text;
  v_existing_place bigint;
  v_cursor text;
  v_cursor_place bigint;
  v_message text;
  v_message_place bigint;
  v_lease text;
  v_lease_place bigint;
  v_created bigint := 0;
  v_inserted bigint := 0;
  v_events bigint := 0;
  v_number bigint;
  v_position bigint;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${tenantLock(schema, "p_tenant")});

${claimsSql(schema)}
${changedSql(schema)}
${messagesSql(schema)}
${textsSql(schema)}
${cursorsSql(schema)}
${leasesSql(schema)}
${refusalsSql(schema)}
${numberedSql(schema)}
${notesSql(schema)}
  RETURN v_number;
END
$otklik$`
}

/** Releases come first, so that a claim may pass from one incident to another in one unit. */
function claimsSql(schema: string): string {
  const rows = "json_to_recordset(p_claims::json) AS w(key text, incident_id text, shared boolean, released boolean)"
  return `  IF p_claims IS NOT NULL THEN
    FOR v_row IN SELECT w.key, w.incident_id FROM ${rows} WHERE w.released
    LOOP
      DELETE FROM ${schema}.claim AS c WHERE c.tenant = p_tenant AND c.key = v_row.key AND c.incident_id = v_row.incident_id;
      IF NOT FOUND AND v_unheld IS NULL THEN
        v_unheld := v_row.key;
      END IF;
    END LOOP;
    WITH wanted AS (SELECT w.key, w.incident_id FROM ${rows} WHERE NOT w.released),
    got AS (
      INSERT INTO ${schema}.claim AS c (tenant, key, incident_id) SELECT p_tenant, w.key, w.incident_id FROM wanted AS w
      ON CONFLICT (tenant, key) DO NOTHING RETURNING c.key
    )
    SELECT array_agg(w.key) INTO v_taken FROM (SELECT key FROM wanted EXCEPT SELECT key FROM got) AS w;
    -- A statement of its own, which sees the row that the insertion met.
    IF v_taken IS NOT NULL THEN
      SELECT array_agg(w.key) INTO v_taken FROM ${rows}
      WHERE w.key = ANY (v_taken) AND NOT w.released AND NOT (w.shared AND EXISTS (
        SELECT FROM ${schema}.claim AS c WHERE c.tenant = p_tenant AND c.key = w.key AND c.incident_id = w.incident_id));
    END IF;
  END IF;
`
}

/**
 * Incidents that are swept are locked with those that are changed, and noted when the versions are those of after the
 * unit.
 */
function changedSql(schema: string): string {
  return `  IF p_sweeps IS NOT NULL THEN
    FOR v_row IN SELECT s.incident_id FROM json_to_recordset(p_sweeps::json) AS s(incident_id text)
      UNION SELECT a.incident_id FROM json_to_recordset(p_changed::json) AS a(incident_id text) ORDER BY 1
    LOOP
      PERFORM FROM ${schema}.incident AS i WHERE i.tenant = p_tenant AND i.incident_id = v_row.incident_id FOR NO KEY UPDATE;
    END LOOP;
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
`
}

/**
 * The newest revision stays, an erased message for ever. A tombstone takes the place of the revision that it was
 * decided on, and the sealed author with it. A sealed author is stored under a lock of its message, so that no erasure
 * can miss it.
 */
function messagesSql(schema: string): string {
  return `  IF p_tombstones IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_tombstones::json) AS a(key text) LOOP
      PERFORM FROM ${schema}.message AS m WHERE m.tenant = p_tenant AND m.key = v_row.key FOR NO KEY UPDATE;
    END LOOP;
  END IF;
  IF p_messages IS NOT NULL THEN
    INSERT INTO ${schema}.message AS m (tenant, key, revision, erased, body, words)
    SELECT p_tenant, r.key, r.revision, false, r.body, array_to_tsvector(r.words || ARRAY[${tenantWord("p_tenant")}])
    FROM json_to_recordset(p_messages::json) AS r(key text, revision bigint, body text, words text[])
    ON CONFLICT (tenant, key) DO UPDATE SET revision = excluded.revision, body = excluded.body, words = excluded.words
    WHERE excluded.revision > m.revision AND NOT m.erased;
  END IF;
  IF p_tombstones IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_tombstones::json) AS a(place bigint, key text, revision bigint, body text) LOOP
      UPDATE ${schema}.message AS m SET erased = true, body = v_row.body, words = NULL
      WHERE m.tenant = p_tenant AND m.key = v_row.key AND m.revision = v_row.revision AND NOT m.erased;
      IF NOT FOUND AND NOT EXISTS (SELECT FROM ${schema}.message AS m WHERE m.tenant = p_tenant AND m.key = v_row.key AND m.erased)
        AND (v_message_place IS NULL OR v_row.place < v_message_place) THEN
        v_message := v_row.key;
        v_message_place := v_row.place;
      END IF;
      DELETE FROM ${schema}.sealed_author AS s WHERE s.tenant = p_tenant AND s.message_key = v_row.key;
    END LOOP;
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
`
}

/** The last state of each draft and reply. */
function textsSql(schema: string): string {
  return `  IF p_drafts IS NOT NULL THEN
    INSERT INTO ${schema}.draft (tenant, draft_id, incident_id, body)
    SELECT p_tenant, r.draft_id, r.incident_id, r.body FROM json_to_recordset(p_drafts::json) AS r(draft_id text, incident_id text, body text)
    ON CONFLICT (tenant, draft_id) DO UPDATE SET incident_id = excluded.incident_id, body = excluded.body;
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
`
}

/**
 * A cursor moves from the one that was expected. Its counts are added up, its gaps added, and its reading replaced when
 * there is a new one.
 */
function cursorsSql(schema: string): string {
  return `  IF p_cursors IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_cursors::json) AS a(place bigint, connector_id text, source_id text, expected text, next text,
      at text, read bigint, matched bigint, skipped bigint, gaps json, replaces boolean, reading text)
    LOOP
      IF v_row.expected IS NULL THEN
        INSERT INTO ${schema}.cursor (tenant, connector_id, source_id, cursor, at, read, matched, skipped, reading)
        VALUES (p_tenant, v_row.connector_id, v_row.source_id, v_row.next, v_row.at, v_row.read, v_row.matched, v_row.skipped, v_row.reading)
        ON CONFLICT (tenant, connector_id, source_id) DO NOTHING;
      ELSE
        UPDATE ${schema}.cursor AS c SET cursor = v_row.next, at = v_row.at, read = c.read + v_row.read, matched = c.matched + v_row.matched,
          skipped = c.skipped + v_row.skipped, reading = coalesce(v_row.reading, c.reading)
        WHERE c.tenant = p_tenant AND c.connector_id = v_row.connector_id AND c.source_id = v_row.source_id AND c.cursor = v_row.expected;
      END IF;
      IF NOT FOUND THEN
        IF v_cursor_place IS NULL OR v_row.place < v_cursor_place THEN
          v_cursor := v_row.connector_id || '/' || v_row.source_id;
          v_cursor_place := v_row.place;
        END IF;
      ELSE
        IF v_row.replaces THEN
          DELETE FROM ${schema}.gap AS g WHERE g.tenant = p_tenant AND g.connector_id = v_row.connector_id AND g.source_id = v_row.source_id;
        END IF;
        INSERT INTO ${schema}.gap (tenant, connector_id, source_id, ordinal, body)
        SELECT p_tenant, v_row.connector_id, v_row.source_id, coalesce((SELECT max(g.ordinal) FROM ${schema}.gap AS g
          WHERE g.tenant = p_tenant AND g.connector_id = v_row.connector_id AND g.source_id = v_row.source_id), 0) + n.ordinality, n.value
        FROM json_array_elements_text(v_row.gaps) WITH ORDINALITY AS n;
      END IF;
    END LOOP;
  END IF;
`
}

function leasesSql(schema: string): string {
  return `  IF p_leases IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_leases::json) AS a(place bigint, kind text, id text, token bigint)
    LOOP
      DELETE FROM ${schema}.lease AS l WHERE l.tenant = p_tenant AND l.kind = v_row.kind AND l.id = v_row.id AND l.token = v_row.token;
      IF NOT FOUND AND (v_lease_place IS NULL OR v_row.place < v_lease_place) THEN
        v_lease := v_row.kind || ':' || v_row.id;
        v_lease_place := v_row.place;
      END IF;
    END LOOP;
  END IF;
`
}

/**
 * What was found to be wrong, in the order of the contract. An incident that exists already is searched for only when
 * something later is wrong.
 */
function refusalsSql(schema: string): string {
  return `  IF v_lease IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a lease was lost' USING ERRCODE = '${raised.lostLease}', DETAIL = v_lease;
  END IF;
  IF v_unheld IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a claim is not held' USING ERRCODE = '${raised.unheldClaim}', DETAIL = v_unheld;
  END IF;
  IF v_taken IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: claims are taken' USING ERRCODE = '${raised.takenClaims}', DETAIL = array_to_json(v_taken)::text;
  END IF;
  IF (v_stale IS NOT NULL OR v_cursor IS NOT NULL OR v_message IS NOT NULL) AND p_created IS NOT NULL THEN
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
  IF v_cursor IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a cursor was moved by another writer' USING ERRCODE = '${raised.movedCursor}', DETAIL = v_cursor;
  END IF;
  IF v_message IS NOT NULL THEN
    RAISE EXCEPTION 'otklik: a message has another revision by now' USING ERRCODE = '${raised.movedMessage}', DETAIL = v_message;
  END IF;
`
}

/**
 * Whoever appends events holds the counter from here to the end of the commit, so that positions appear in their order
 * and without gaps.
 */
function numberedSql(schema: string): string {
  return `  IF p_events IS NOT NULL THEN
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
`
}

const clockColumns = ["goal", "cycle", "started_at", "due_at", "paused_at", "reached_at", "ended_at", "ended", "authority_id"] as const

const clockTypes = clockColumns.map((column) => `${column} ${column === "cycle" ? "bigint" : "text"}`).join(", ")

/**
 * Clocks and labels of incidents take the place of those of before; what stays as it was is not written again. An
 * incident that was there before has a clock 0 and a label without a kind. Clocks are numbered without gaps, so that
 * each that goes is found by its whole key: no plan can read more, however little was known of the table when it was
 * made.
 */
function clocksAndLabelsSql(schema: string): string {
  const clocks = `json_to_recordset(p_clocks::json) AS r(incident_id text, ordinal bigint, ${clockTypes})`
  const labels = "json_to_recordset(p_labels::json) AS r(incident_id text, kind text, value text)"
  return `  IF p_clocks IS NOT NULL THEN
    INSERT INTO ${schema}.clock_fact AS c (tenant, incident_id, ordinal, ${clockColumns.join(", ")})
    SELECT p_tenant, r.incident_id, r.ordinal, ${clockColumns.map((column) => `r.${column}`).join(", ")}
    FROM ${clocks} WHERE r.ordinal > 0
    ON CONFLICT (tenant, incident_id, ordinal) DO UPDATE SET ${clockColumns.map((column) => `${column} = excluded.${column}`).join(", ")}
    WHERE (${clockColumns.map((column) => `c.${column}`).join(", ")}) IS DISTINCT FROM (${clockColumns.map((column) => `excluded.${column}`).join(", ")});
    FOR v_row IN SELECT r.incident_id, max(r.ordinal) AS last FROM ${clocks} WHERE p_changed IS NOT NULL GROUP BY r.incident_id HAVING min(r.ordinal) = 0
    LOOP
      LOOP
        v_row.last := v_row.last + 1;
        DELETE FROM ${schema}.clock_fact AS c WHERE c.tenant = p_tenant AND c.incident_id = v_row.incident_id AND c.ordinal = v_row.last;
        EXIT WHEN NOT FOUND;
      END LOOP;
    END LOOP;
  END IF;
  IF p_labels IS NOT NULL THEN
    FOR v_row IN SELECT r.incident_id, array_agg(r.kind || ' ' || r.value) AS kept FROM ${labels} WHERE p_changed IS NOT NULL
      GROUP BY r.incident_id HAVING bool_or(r.kind IS NULL)
    LOOP
      DELETE FROM ${schema}.label AS l WHERE l.tenant = p_tenant AND l.incident_id = v_row.incident_id
        AND array_position(v_row.kept, l.kind || ' ' || l.value) IS NULL;
    END LOOP;
    INSERT INTO ${schema}.label (tenant, incident_id, kind, value)
    SELECT p_tenant, r.incident_id, r.kind, r.value FROM ${labels} WHERE r.kind IS NOT NULL
    ON CONFLICT (tenant, incident_id, kind, value) DO NOTHING;
  END IF;`
}

/**
 * What belongs to incidents and is read beside them: marks, evidence, the journal, and what retention has processed.
 */
function notesSql(schema: string): string {
  return `  IF p_marks IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_marks::json) AS a(incident_id text, kind text, at text, subject text, authority_id text)
    LOOP
      INSERT INTO ${schema}.mark (tenant, incident_id, ordinal, kind, at, subject, authority_id)
      SELECT p_tenant, v_row.incident_id, coalesce(max(m.ordinal), 0) + 1, v_row.kind, v_row.at, v_row.subject, v_row.authority_id
      FROM ${schema}.mark AS m WHERE m.tenant = p_tenant AND m.incident_id = v_row.incident_id;
    END LOOP;
  END IF;
${clocksAndLabelsSql(schema)}
  IF p_evidence IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('otklik evidence of ${schema.replaceAll('"', "")} ' || p_tenant, 0));
    FOR v_row IN SELECT * FROM json_to_recordset(p_evidence::json) AS a(incident_id text, evidence_id text, body text)
    LOOP
      INSERT INTO ${schema}.evidence (tenant, incident_id, evidence_id, ordinal, body)
      SELECT p_tenant, v_row.incident_id, v_row.evidence_id, coalesce(max(e.ordinal), 0) + 1, v_row.body
      FROM ${schema}.evidence AS e WHERE e.tenant = p_tenant
      ON CONFLICT (tenant, incident_id, evidence_id) DO UPDATE SET body = excluded.body;
    END LOOP;
  END IF;
  IF p_forgotten IS NOT NULL THEN
    FOR v_row IN SELECT * FROM json_to_recordset(p_forgotten::json) AS a(entry_id text)
    LOOP
      DELETE FROM ${schema}.journal AS j WHERE j.tenant = p_tenant AND j.entry_id = v_row.entry_id;
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
  END IF;`
}
