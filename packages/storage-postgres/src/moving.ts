import type { Connection } from "./client/connection.ts"

/**
 * Everything of the staging but leases becomes the tenant's, in one transaction that waits for the commits under way in
 * both, and lets those that come later wait.
 *
 * @throws DeskError `conflict` when the tenant has anything, or the import is elsewhere
 */
export async function takeStaged({ schema, write }: Connection, tenant: string, staging: string, progress: string): Promise<void> {
  await write(`SELECT ${schema}.take_staged($1, $2, $3)::text`, staging, tenant, JSON.stringify(progress))
}

/** Everything of the tenant and of its staging is deleted, in one transaction. */
export async function deleteEverything({ schema, write }: Connection, tenant: string, staging: string): Promise<void> {
  await write(`SELECT ${schema}.delete_tenant($1, $2)::text`, staging, tenant)
}
