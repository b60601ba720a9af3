import { minutesBetween, type IncomingMessage, type Instant, type MessageKey } from "@otklik/core"

/** Pushes come within seconds; a message that was found by reading and is older than this should have been pushed. Minutes, our choice. */
const patienceMinutes = 10

/** Remembers what a webhook told and what reading found, so that a silent channel is noticed. In the memory of this process. */
export interface SilenceWatch {
  /** A push came. */
  heard(now: Instant): void
  /** Messages were found by reading. */
  found(messages: readonly IncomingMessage[], now: Instant): void
  /** Sentences about what is wrong. */
  problems(): readonly string[]
}

/** What is watched. */
export interface SilenceWatchOptions {
  /** The community or Page whose messages are pushed; undefined: none are, and nothing is silent. */
  readonly communityKey: MessageKey | undefined
  /** The channel's name in sentences, as `the webhook`. */
  readonly channel: string
}

/**
 * Makes a watch over a webhook.
 *
 * @param options - see {@link SilenceWatchOptions}
 */
export function createSilenceWatch({ communityKey: watched, channel }: SilenceWatchOptions): SilenceWatch {
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
      if (watched === undefined) return
      for (const { communityKey, publishedAt } of messages) {
        // What is older than this process may have been pushed to the one before.
        if (communityKey !== watched || publishedAt < beganAt || minutesBetween(publishedAt, now) < patienceMinutes) continue
        if ((heardAt === undefined || heardAt < publishedAt) && (missedAt === undefined || missedAt < publishedAt)) missedAt = publishedAt
      }
    },
    problems: () =>
      missedAt === undefined ? [] : [`${channel} is silent: messages of ${missedAt} were found by reading and were not pushed`],
  }
}
