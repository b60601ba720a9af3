import { minutesBetween, type Instant, type IncomingMessage } from "@otklik/core"

/** Pushes come within seconds; a comment that was found by reading and is older than this should have been pushed. Minutes, our choice. */
const patienceMinutes = 10

/** Remembers what the webhook told and what reading found, so that a silent channel is noticed. In the memory of this process. */
export interface Watch {
  /** A push came. */
  heard(now: Instant, isOutdated: boolean): void
  /** Messages were found by reading. */
  found(messages: readonly IncomingMessage[], now: Instant): void
  /** Sentences about what is wrong. */
  problems(): readonly string[]
}

/**
 * Makes a watch over the webhook of a community.
 *
 * @param communityId - positive
 */
export function createWatch(communityId: number | undefined): Watch {
  const community = `vk:-${communityId ?? 0}`
  let beganAt: Instant | undefined
  let heardAt: Instant | undefined
  let missedAt: Instant | undefined
  let isOutdated = false
  return {
    heard(now, outdated) {
      beganAt ??= now
      heardAt = now
      missedAt = undefined
      isOutdated = outdated
    },
    found(messages, now) {
      beganAt ??= now
      for (const { communityKey, publishedAt } of messages) {
        // What is older than this process may have been pushed to the one before.
        if (communityKey !== community || publishedAt < beganAt || minutesBetween(publishedAt, now) < patienceMinutes) continue
        if ((heardAt === undefined || heardAt < publishedAt) && (missedAt === undefined || missedAt < publishedAt)) missedAt = publishedAt
      }
    },
    problems() {
      const problems: string[] = []
      if (missedAt !== undefined)
        problems.push(`the Callback API is silent: messages of ${missedAt} were found by reading and were not pushed`)
      if (isOutdated) problems.push("the callback server is set to an outdated api_version; set it to 5.199 in the community's settings")
      return problems
    },
  }
}
