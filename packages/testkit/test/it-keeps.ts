import { runContract, type CaseResult, type Contract } from "@otklik/testkit"
import { it } from "vitest"

/**
 * Makes a test of every promise of a contract that the subject makes. Each is checked once, also where a certificate is
 * wanted of all.
 *
 * @param contract - the promises
 * @param subject - who makes them
 * @returns what all of them came to, for a test that comes after theirs; those that a filter of tests left out are
 * checked then
 */
export function itKeeps<Subject>(contract: Contract<Subject>, subject: Subject): () => Promise<readonly CaseResult[]> {
  const known = new Map<string, CaseResult>()
  for (const { name, exempts, check } of contract) {
    if (exempts?.(subject) !== undefined) continue
    it(name, async () => {
      try {
        await check(subject)
        known.set(name, { name, outcome: "kept" })
      } catch (error) {
        known.set(name, { name, outcome: "broken", error })
        throw error
      }
    })
  }
  return async () => {
    const rest = await runContract(
      contract.filter(({ name }) => !known.has(name)),
      subject,
    )
    const results = new Map([...rest.map((result) => [result.name, result] as const), ...known])
    return contract.flatMap(({ name }) => results.get(name) ?? [])
  }
}
