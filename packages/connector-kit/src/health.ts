import { isDeskError, minutesBetween, type IncomingMessage, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"

/**
 * Checks one thing after the other; whatever keeps one from working is a problem, and the others are checked all
 * the same.
 */
export interface HealthLook {
  /** Sentences for people. */
  readonly problems: string[]
  /**
   * Checks one thing.
   *
   * @param what - begins the sentence, as `token`
   * @param action - throws a DeskError when it does not work
   * @returns what the action gave; undefined when it did not work
   * @throws the signal's reason; what is no DeskError
   */
  look<Result>(what: string, action: () => Promise<Result>): Promise<Result | undefined>
}

/**
 * Begins a check of health.
 *
 * @param options - the signal that ends it
 */
export function createHealthLook({ signal }: CallOptions = {}): HealthLook {
  const problems: string[] = []
  return {
    problems,
    async look(what, action) {
      try {
        return await action()
      } catch (error) {
        signal?.throwIfAborted()
        if (!isDeskError(error)) throw error
        problems.push(`${what}: ${error.message}`)
        return undefined
      }
    },
  }
}

/** One thing that a connector may be able to do, in words. */
export interface CapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  /** Whether it can. */
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

/**
 * Writes a note.
 *
 * @param topic - what it is about
 * @param has - whether the connector can do it
 * @param yes - what it does
 * @param no - what is missing, and how to get it
 */
export function capabilityNote(topic: string, has: boolean, yes: string, no: string): CapabilityNote {
  return { topic, has, sentence: has ? yes : no }
}

/**
 * Pushes come within seconds; a message that was found by reading and is older than this should have been pushed.
 * Minutes, our choice.
 */
const patienceMinutes = 10

/**
 * Remembers what a webhook reported and what reading found, so that a silent channel is noticed. In the memory of this
 * process.
 */
export interface SilenceWatch {
  /**
   * A push came.
   *
   * @param problem - what the push says to be wrong, as a sentence; null: it shows that nothing is any more; absent: it
   * says nothing of it
   */
  heard(now: Instant, problem?: string | null): void
  /** Messages were found by reading. */
  found(messages: readonly IncomingMessage[], now: Instant): void
  /** Sentences about what is wrong. */
  problems(): readonly string[]
}

/** What is watched. */
export interface SilenceWatchOptions {
  /** Whether a message that reading found should have been pushed as well. */
  isPushed(message: IncomingMessage): boolean
  /** The channel's name in sentences, as `the webhook`. */
  readonly channel: string
}

/**
 * Makes a watch over a webhook.
 *
 * @param options - see {@link SilenceWatchOptions}
 */
export function createSilenceWatch({ isPushed, channel }: SilenceWatchOptions): SilenceWatch {
  let beganAt: Instant | undefined
  let heardAt: Instant | undefined
  let missedAt: Instant | undefined
  let problemTold: string | null = null
  return {
    heard(now, problem) {
      beganAt ??= now
      heardAt = now
      missedAt = undefined
      if (problem !== undefined) problemTold = problem
    },
    found(messages, now) {
      beganAt ??= now
      for (const message of messages) {
        const { publishedAt } = message
        // What is older than this process may have been pushed to the one before.
        if (publishedAt < beganAt || minutesBetween(publishedAt, now) < patienceMinutes || !isPushed(message)) continue
        if ((heardAt === undefined || heardAt < publishedAt) && (missedAt === undefined || missedAt < publishedAt)) missedAt = publishedAt
      }
    },
    problems: () => [
      ...(missedAt === undefined ? [] : [`${channel} is silent: messages of ${missedAt} were found by reading and were not pushed`]),
      ...(problemTold === null ? [] : [problemTold]),
    ],
  }
}
