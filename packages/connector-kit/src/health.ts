import { isDeskError } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"

/** Looks at one thing after the other; whatever keeps one from working is a problem, and the others are looked at all the same. */
export interface HealthLook {
  /** Sentences for people. */
  readonly problems: string[]
  /**
   * Looks at one thing.
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
