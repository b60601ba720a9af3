import type { Storage } from "../contract/contract.ts"
import type { RecordKind } from "../contract/record-kind.ts"
import type { RecordPage, TenantRecords } from "../contract/tenant-records.ts"

/** Records of one page. */
const pageSize = 500

/**
 * Everything of one kind that a storage has, page by page: no more than one page is in memory.
 *
 * @param storage - where
 * @param kind - what
 */
export async function* recordPages<Kind extends RecordKind>(
  storage: Pick<Storage, "privacy">,
  kind: Kind,
): AsyncGenerator<readonly TenantRecords[Kind][], void, undefined> {
  let after: string | null = null
  do {
    const page: RecordPage<TenantRecords[Kind]> = await storage.privacy.readRecords(kind, after, pageSize)
    yield page.records
    after = page.next
  } while (after !== null)
}
