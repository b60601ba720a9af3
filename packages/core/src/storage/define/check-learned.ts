import type { InputIssue } from "../../base/index.ts"
import { learnedLimit, learnedNames, type LearnedState } from "../contract/learned.ts"
import { refuse } from "./check-question.ts"
import { checkName, type Complain } from "./value-checks.ts"
import { wrongWord } from "./wrong-names.ts"

/**
 * Refuses a name under which nothing is learned.
 *
 * @param what - the member that was asked
 * @throws DeskError `config`
 */
export function checkLearnedName(what: string, name: unknown): void {
  refuse(what, wrongWord("name", name, learnedNames))
}

/**
 * Refuses a learned state that cannot be stored.
 *
 * @throws DeskError `config`
 */
export function checkLearned(name: unknown, state: LearnedState, expectedPosition: unknown): void {
  const issues: InputIssue[] = [...wrongWord("name", name, learnedNames)]
  const complain: Complain = (path, message) => void issues.push({ path, message })
  checkName(state.format, () => "format", complain)
  checkName(state.position, () => "position", complain)
  if (expectedPosition !== null) checkName(expectedPosition, () => "expectedPosition", complain)
  if (state.position === expectedPosition) complain("position", "another one than the expected position was expected")
  // By an untyped caller it may be anything.
  const body: unknown = state.body
  if (!(body instanceof Uint8Array)) complain("body", "bytes were expected: a Uint8Array")
  else if (body.length > learnedLimit) complain("body", `at most ${learnedLimit} bytes were expected, not ${body.length}`)
  refuse("writeLearned", issues)
}
