/**
 * What every message of a tenant has among its words, as an SQL expression: no word of a text begins so.
 *
 * @param tenant - an SQL expression
 */
export function tenantWord(tenant: string): string {
  return `'=t:' || ${tenant}`
}

/** The same as a value. */
export function tenantWordOf(tenant: string): string {
  return `=t:${tenant}`
}
