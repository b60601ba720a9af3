import * as z from "zod"
import { schemaOf } from "../base/index.ts"
import { networkSchema, type IncomingMessage } from "./message.ts"
import type { Network } from "./message-key.ts"

/** Who speaks in a message. Only what citizens say becomes an incident; `office`: a note for the office. */
export type Origin = "citizen" | "own-account" | "authority" | "media" | "repost" | "office"

/** An official, media or own account: its messages are no complaints, and the help desk must not answer itself. */
export interface KnownAccount {
  /** The network of the account. */
  readonly network: Network
  /** The account's id as the connector gives it in `authorId`. */
  readonly authorId: string
  /** Who it is. */
  readonly origin: "own-account" | "authority" | "media"
}

/** Checks a {@link KnownAccount}. */
export const knownAccountSchema = schemaOf<KnownAccount>()(
  z.strictObject({
    network: networkSchema,
    authorId: z.string().min(1),
    origin: z.enum(["own-account", "authority", "media"]),
  }),
)

/** Who speaks, and why the desk thinks so. */
export interface OriginFinding {
  /** Who speaks. */
  readonly origin: Origin
  /** Why the desk thinks so. */
  readonly reason: string
}

/**
 * Says who speaks in a message.
 *
 * @param message - the message
 * @param accounts - accounts that are known not to be citizens
 */
export function findOrigin(message: IncomingMessage, accounts: readonly KnownAccount[]): OriginFinding {
  const account = accounts.find((known) => known.network === message.network && known.authorId === message.authorId)
  if (account !== undefined) return { origin: account.origin, reason: `written by a known account (${account.origin})` }
  if (message.repostOf !== undefined) return { origin: "repost", reason: `repeats ${message.repostOf}` }
  return { origin: "citizen", reason: "no known account" }
}
