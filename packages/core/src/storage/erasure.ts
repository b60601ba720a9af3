import type { Instant } from "../base/index.ts"
import type { IncidentStatus } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"

/** Which part of an erasure: one call is one transaction, and never a long one. */
export interface ErasurePage {
  /** Looks at so many messages at most, 1 to 1 000. */
  readonly limit: number
  /** The `next` of the certificate before; absent: from the beginning. */
  readonly after?: string
  readonly at: Instant
}

/** What is to be erased. */
export type ErasureRequest =
  // By message: at most 1 000 of them.
  // By author every message is read, page by page: there is no index by author on purpose, so that no storage can list what a person wrote in passing.
  // By age: published before the moment, and every incident that names the message is in one of the statuses (or none names it).
  | { readonly by: "message"; readonly keys: readonly MessageKey[]; readonly at: Instant }
  | (ErasurePage & { readonly by: "author"; readonly pseudonym: string })
  | (ErasurePage & {
      readonly by: "age"
      readonly publishedBefore: Instant
      readonly statuses: readonly Exclude<IncidentStatus, "none">[]
    })

/** Proof of an erasure: `erasedMessage` says what is left. Statistics do not change by it. */
export interface ErasureCertificate {
  readonly at: Instant
  /** How many messages lost their text, author, place and attachments by this request; those erased before are not counted again. */
  readonly messages: number
  /** Where to go on; null when everything that was asked for was looked at. What was interrupted may be asked again from any place. */
  readonly next: string | null
}
