/** What begins the names of tenants that are Otklik's own: no host may use them. */
export const ownTenantPrefix = "otklik/"

/**
 * The name of the tenant in which an import into another one gathers.
 *
 * @param tenant - the one that gets everything in the end
 */
export function stagingName(tenant: string): string {
  return `${ownTenantPrefix}import of ${tenant}`
}
