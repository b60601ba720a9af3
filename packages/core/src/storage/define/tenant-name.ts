import { DeskError } from "../../base/index.ts"

/** What begins the names of tenants that are Otklik's own: no host may use them. */
const ownTenantPrefix = "otklik/"

/**
 * Refuses what cannot be a tenant.
 *
 * @param what - the package, as messages name it
 * @param tenant - as the host gave it
 * @throws DeskError `config`
 */
export function checkTenant(what: string, tenant: unknown): void {
  const message = wrongTenant(tenant)
  if (message !== undefined) throw new DeskError("config", `${what}: tenant: ${message}`, { issues: [{ path: "tenant", message }] })
}

function wrongTenant(tenant: unknown): string | undefined {
  if (typeof tenant !== "string" || tenant.length < 1 || tenant.length > 100) return "a text of 1 to 100 characters was expected"
  if (!tenant.isWellFormed() || tenant.includes("\u0000")) return "well-formed Unicode without U+0000 was expected"
  return tenant.startsWith(ownTenantPrefix) ? `names that begin with "${ownTenantPrefix}" are Otklik's own` : undefined
}

/**
 * The name of the tenant in which an import into another one gathers.
 *
 * @param tenant - the one that gets everything in the end
 */
export function stagingName(tenant: string): string {
  return `${ownTenantPrefix}import of ${tenant}`
}
