import { raised } from "./raised.ts"
import { tenantLock } from "./tenant-lock.ts"
import { tenantWord } from "./tenant-word.ts"

/**
 * The functions that take and delete a whole tenant, with every writer kept out meanwhile.
 *
 * @param schema - the quoted name of the schema
 */
export function wholeTenantFunctions(schema: string): readonly string[] {
  return [handOver(schema), takeStaged(schema), deleteTenant(schema)]
}

/**
 * Every table of the schema, so that one that a later step adds cannot be forgotten. What was learned, on either side,
 * goes to nobody.
 */
function handOver(schema: string): string {
  return `CREATE FUNCTION ${schema}.hand_over(p_from text, p_to text) RETURNS void LANGUAGE plpgsql AS $otklik$
DECLARE
  v_table text;
  v_found boolean;
BEGIN
  DELETE FROM ${schema}.lease WHERE tenant = p_from;
  DELETE FROM ${schema}.learned WHERE tenant = p_from OR tenant = p_to;
  DELETE FROM ${schema}.burst WHERE tenant = p_from OR tenant = p_to;
  DELETE FROM ${schema}.cursor WHERE tenant = p_from AND connector_id = 'otklik/import';
  FOR v_table IN SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'tenant'
    WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('lease', 'learned', 'burst') ORDER BY 1
  LOOP
    IF p_to IS NULL THEN
      EXECUTE format('DELETE FROM ${schema}.%I WHERE tenant = $1', v_table) USING p_from;
    ELSE
      EXECUTE format('SELECT EXISTS (SELECT FROM ${schema}.%I WHERE tenant = $1)', v_table) INTO v_found USING p_to;
      IF v_found THEN
        RAISE EXCEPTION 'otklik: the other tenant has something already' USING ERRCODE = '${raised.takenTenant}', DETAIL = 'tenant';
      END IF;
      EXECUTE format('UPDATE ${schema}.%I SET tenant = $2 WHERE tenant = $1', v_table) USING p_from, p_to;
    END IF;
  END LOOP;
  IF p_to IS NOT NULL THEN
    UPDATE ${schema}.message SET words = ts_delete(words, ${tenantWord("p_from")}) || array_to_tsvector(ARRAY[${tenantWord("p_to")}])
    WHERE tenant = p_to AND words IS NOT NULL;
  END IF;
END
$otklik$`
}

/**
 * The staging's lock before the tenant's, everywhere. Statements after a lock see what was committed while it was
 * waited for.
 */
function takeStaged(schema: string): string {
  return `CREATE FUNCTION ${schema}.take_staged(p_staging text, p_tenant text, p_progress text) RETURNS void LANGUAGE plpgsql AS $otklik$
BEGIN
  PERFORM pg_advisory_xact_lock(${tenantLock(schema, "p_staging")});
  PERFORM pg_advisory_xact_lock(${tenantLock(schema, "p_tenant")});
  IF NOT EXISTS (SELECT FROM ${schema}.cursor WHERE tenant = p_staging AND connector_id = 'otklik/import' AND cursor = p_progress) THEN
    RAISE EXCEPTION 'otklik: another import was there meanwhile' USING ERRCODE = '${raised.otherImport}', DETAIL = 'staging';
  END IF;
  PERFORM ${schema}.hand_over(p_staging, p_tenant);
END
$otklik$`
}

function deleteTenant(schema: string): string {
  return `CREATE FUNCTION ${schema}.delete_tenant(p_staging text, p_tenant text) RETURNS void LANGUAGE plpgsql AS $otklik$
BEGIN
  PERFORM pg_advisory_xact_lock(${tenantLock(schema, "p_staging")});
  PERFORM pg_advisory_xact_lock(${tenantLock(schema, "p_tenant")});
  PERFORM ${schema}.hand_over(p_staging, NULL);
  PERFORM ${schema}.hand_over(p_tenant, NULL);
END
$otklik$`
}
