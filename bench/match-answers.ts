// No figure is reported an engine that answers differently.
import type { Matcher } from "../packages/core/src/match/index.ts"
import type { Rival, RivalKind } from "./match-rivals.ts"

/**
 * Asks the matcher and a rival about the same plain texts.
 *
 * @param matcher - the matcher
 * @param rival - the rival
 * @param kind - says what it leaves out
 * @param texts - plain texts
 * @throws Error with the first text that they see differently
 */
export function compareAnswers(matcher: Matcher, rival: Rival, kind: RivalKind, texts: readonly string[]): void {
  for (const text of texts) {
    const ours = matcher
      .match(text)
      .map(({ ruleId }) => ruleId)
      .toSorted()
    const theirs = new Set(rival(text))
    // What misses overlaps must find something wherever there is something, and nothing else.
    const agrees =
      kind.restriction?.includes("missed") === true
        ? theirs.size > 0 === ours.length > 0 && [...theirs].every((id) => ours.includes(id))
        : ours.join() === [...theirs].toSorted().join()
    if (!agrees) throw new Error(`${kind.name} differs on ${JSON.stringify({ text, ours, theirs: [...theirs] })}`)
  }
}
