/**
 * The key of a tenant's advisory lock, as an SQL expression. Every commit holds it shared; whoever takes or deletes a
 * whole tenant holds it alone. Two tenants of one key would wait for each other once in a while, and nothing else.
 *
 * @param schema - the quoted name of the schema
 * @param tenant - an SQL expression
 */
export function tenantLock(schema: string, tenant: string): string {
  return `hashtextextended('otklik tenant of ${schema.replaceAll('"', "")} ' || ${tenant}, 0)`
}
