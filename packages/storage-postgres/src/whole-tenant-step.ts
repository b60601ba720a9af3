/** What this function raises, beside what `hand_over` does. */
export const wholeTenantRaised = { otherImport: "OT007" } as const

/**
 * The step that keeps writers out of a tenant while it is taken whole.
 *
 * @param schema - the quoted name of the schema
 */
export function wholeTenantStatements(schema: string): readonly string[] {
  return [holdTenant(schema), takeStaged(schema), deleteTenant(schema)]
}

/** The key of a tenant's lock. Two of one key would wait for each other once in a while, and nothing else. */
function keyOf(schema: string, tenant: string): string {
  return `hashtextextended('otklik tenant of ${schema.replaceAll('"', "")} ' || ${tenant}, 0)`
}

/** The first lock of a commit, shared with every other commit: only who takes or deletes a whole tenant waits for it, and lets later commits wait. */
function holdTenant(schema: string): string {
  return `CREATE FUNCTION ${schema}.hold_tenant(p_tenant text) RETURNS void LANGUAGE plpgsql AS $otklik$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(${keyOf(schema, "p_tenant")});
END
$otklik$`
}

/** The staging's lock before the tenant's, everywhere. Statements after a lock see what was committed while it was waited for. */
function takeStaged(schema: string): string {
  return `CREATE FUNCTION ${schema}.take_staged(p_staging text, p_tenant text, p_progress text) RETURNS void LANGUAGE plpgsql AS $otklik$
BEGIN
  PERFORM pg_advisory_xact_lock(${keyOf(schema, "p_staging")});
  PERFORM pg_advisory_xact_lock(${keyOf(schema, "p_tenant")});
  IF NOT EXISTS (SELECT FROM ${schema}.cursor WHERE tenant = p_staging AND connector_id = 'otklik/import' AND cursor = p_progress) THEN
    RAISE EXCEPTION 'otklik: another import was there meanwhile' USING ERRCODE = '${wholeTenantRaised.otherImport}', DETAIL = 'staging';
  END IF;
  PERFORM ${schema}.hand_over(p_staging, p_tenant);
END
$otklik$`
}

function deleteTenant(schema: string): string {
  return `CREATE FUNCTION ${schema}.delete_tenant(p_staging text, p_tenant text) RETURNS void LANGUAGE plpgsql AS $otklik$
BEGIN
  PERFORM pg_advisory_xact_lock(${keyOf(schema, "p_staging")});
  PERFORM pg_advisory_xact_lock(${keyOf(schema, "p_tenant")});
  PERFORM ${schema}.hand_over(p_staging, NULL);
  PERFORM ${schema}.hand_over(p_tenant, NULL);
END
$otklik$`
}
