import { minutesBetween, type IncomingMessage, type Instant } from "@otklik/core"

/** Pushes come within seconds; a mention that was found by reading and is older than this should have been pushed. Minutes, our choice. */
const patienceMinutes = 10

/** Remembers what the webhook told and what reading found, so that a silent channel is noticed. In the memory of this process. */
export interface Watch {
  /** A push came; `isRevoked`: it says that the account took its permission back. */
  heard(now: Instant, isRevoked: boolean): void
  /** Mentions were found by reading. */
  found(messages: readonly IncomingMessage[], now: Instant): void
  /** Sentences about what is wrong. */
  problems(): readonly string[]
}

/**
 * Makes a watch.
 *
 * @param hasWebhook - whether pushes are expected at all
 */
export function createWatch(hasWebhook: boolean): Watch {
  let beganAt: Instant | undefined
  let heardAt: Instant | undefined
  let missedAt: Instant | undefined
  let revokedAt: Instant | undefined
  return {
    heard(now, isRevoked) {
      beganAt ??= now
      heardAt = now
      missedAt = undefined
      if (isRevoked) revokedAt = now
    },
    found(messages, now) {
      beganAt ??= now
      if (!hasWebhook) return
      for (const { publishedAt } of messages) {
        // What is older than this process may have been pushed to the one before.
        if (publishedAt < beganAt || minutesBetween(publishedAt, now) < patienceMinutes) continue
        if ((heardAt === undefined || heardAt < publishedAt) && (missedAt === undefined || missedAt < publishedAt)) missedAt = publishedAt
      }
    },
    problems() {
      const problems: string[] = []
      if (missedAt !== undefined) problems.push(`the webhook is silent: mentions of ${missedAt} were found by reading and were not pushed`)
      if (revokedAt !== undefined)
        problems.push(`token: the official account took the app's permission back at ${revokedAt}; let it permit the app again`)
      return problems
    },
  }
}
