import type { Instant } from "../base/index.ts"
import type { IncidentStatus } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"

/** What is to be erased. */
export type ErasureRequest =
  // By author every message is read: there is no index by author on purpose, so that no storage can list what a person wrote in passing.
  // By age: published before the moment, and every incident that names the message is in one of the statuses (or none names it).
  | { readonly by: "message"; readonly keys: readonly MessageKey[]; readonly at: Instant }
  | { readonly by: "author"; readonly pseudonym: string; readonly at: Instant }
  | {
      readonly by: "age"
      readonly publishedBefore: Instant
      readonly statuses: readonly Exclude<IncidentStatus, "none">[]
      readonly at: Instant
    }

/** Proof of an erasure: `erasedMessage` says what is left. Statistics do not change by it. */
export interface ErasureCertificate {
  readonly at: Instant
  /** How many messages lost their text, author, place and attachments by this request; those erased before are not counted again. */
  readonly messages: number
}
