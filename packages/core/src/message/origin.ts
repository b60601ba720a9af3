import * as z from "zod"
import { networkSchema, type IncomingMessage } from "./message.ts"

/** Who speaks in a message. Only what citizens say becomes an incident; `office`: a note for the office. */
export type Origin = "citizen" | "own-account" | "authority" | "media" | "repost" | "office"

/** An account whose messages are not complaints of citizens. */
export const knownAccountSchema = z.strictObject({
  network: networkSchema,
  /** The account's id as the connector gives it in `authorId`. */
  authorId: z.string().min(1),
  origin: z.enum(["own-account", "authority", "media"]),
})

/** An official, media or own account: the help desk must not answer itself. */
export type KnownAccount = z.output<typeof knownAccountSchema>

/** Who speaks, and why the desk thinks so. */
export interface OriginFinding {
  readonly origin: Origin
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
