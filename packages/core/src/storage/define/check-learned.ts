import type { InputIssue } from "../../base/index.ts"
import { learnedLimit, learnedNames, type LearnedState } from "../contract/learned.ts"
import type { BurstQuery, StoredBurst } from "../contract/burst.ts"
import { pageLimit, refuse } from "./check-question.ts"
import { checkName, isCanonical, isCount, type Complain } from "./value-checks.ts"
import { wrongList, wrongWord } from "./wrong-names.ts"

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
export function checkLearned(name: unknown, state: LearnedState, expectedPosition: unknown, bursts: readonly StoredBurst[]): void {
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
  const ids = new Set<string>()
  for (const [index, { burst }] of bursts.entries()) {
    checkName(burst.burstId, () => `bursts[${index}].burst.burstId`, complain)
    if (!isCanonical(burst.foundAt)) complain(`bursts[${index}].burst.foundAt`, "a moment in UTC with milliseconds was expected")
    if (ids.has(burst.burstId)) complain(`bursts[${index}].burst.burstId`, `duplicate id "${burst.burstId}"`)
    ids.add(burst.burstId)
  }
  refuse("writeLearned", issues)
}

/**
 * Refuses a question for mass events that makes no sense.
 *
 * @throws DeskError `config`
 */
export function checkBursts({ burstIds = [], after, limit }: BurstQuery): void {
  const issues: InputIssue[] = [...wrongList("burstIds", burstIds)]
  const complain: Complain = (path, message) => void issues.push({ path, message })
  if (after !== null) {
    checkName(after.burstId, () => "after.burstId", complain)
    if (!isCanonical(after.foundAt)) complain("after.foundAt", "a moment in UTC with milliseconds was expected")
  }
  if (!isCount(limit) || limit < 1 || limit > pageLimit) complain("limit", `a whole number from 1 to ${pageLimit} was expected`)
  refuse("readBursts", issues)
}
