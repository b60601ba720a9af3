import { minutesBetween, type IncomingMessage, type Instant } from "@otklik/core"
import { accountKey } from "./key.ts"

/** Pushes come within seconds; a comment that was found by reading and is older than this should have been pushed. Minutes, our choice. */
const patienceMinutes = 10

/** Remembers what the webhook told and what reading found, so that a silent channel is noticed. In the memory of this process. */
export interface SilenceWatch {
  /** A push came. */
  heard(now: Instant): void
  /** Messages were found by reading. */
  found(messages: readonly IncomingMessage[], now: Instant): void
  /** Sentences about what is wrong. */
  problems(): readonly string[]
}

/**
 * Makes a watch over the webhook of an account.
 *
 * @param accountId - the account; undefined where nothing is pushed
 */
export function createSilenceWatch(accountId: string | undefined): SilenceWatch {
  const community = accountId === undefined ? undefined : accountKey(accountId)
  let beganAt: Instant | undefined
  let heardAt: Instant | undefined
  let missedAt: Instant | undefined
  return {
    heard(now) {
      beganAt ??= now
      heardAt = now
      missedAt = undefined
    },
    found(messages, now) {
      beganAt ??= now
      for (const { kind, communityKey, publishedAt } of messages) {
        if (kind !== "comment" || communityKey === undefined || communityKey !== community) continue
        // What is older than this process may have been pushed to the one before.
        if (publishedAt < beganAt || minutesBetween(publishedAt, now) < patienceMinutes) continue
        if ((heardAt === undefined || heardAt < publishedAt) && (missedAt === undefined || missedAt < publishedAt)) missedAt = publishedAt
      }
    },
    problems: () =>
      missedAt === undefined
        ? []
        : [
            `the webhook is silent: comments of ${missedAt} were found by reading and were not pushed; the application must be live, with Advanced Access, and both it and the account must be subscribed`,
          ],
  }
}
