/** One promise of a contract, with the check that sees whether it is kept. */
export interface ContractCase<Subject> {
  /** Unique in its contract; a group, a colon and the promise in words: `commit: a taken claim stores no event`. */
  readonly name: string
  /** Asserts with `node:assert`; resolves when the promise is kept. Leaves nothing open. */
  check(subject: Subject): Promise<void>
  /**
   * For promises that only some subjects make: why this subject does not make it, or undefined when it does. Absent:
   * everybody makes it.
   */
  exempts?(subject: Subject): string | undefined
}

/** A contract is data: any test runner can go through it, and it can itself be tested. */
export type Contract<Subject> = readonly ContractCase<Subject>[]

/** What became of one case. */
export type CaseResult =
  | {
      /** The name of the case. */
      readonly name: string
      readonly outcome: "kept"
    }
  | {
      /** The name of the case. */
      readonly name: string
      readonly outcome: "broken"
      /** What was thrown. */
      readonly error: unknown
    }
  | {
      /** The name of the case. */
      readonly name: string
      readonly outcome: "not-made"
      /** Why it does not apply. */
      readonly why: string
    }

/**
 * Runs every case of a contract against a subject, without a test runner. A broken promise does not stop the run.
 *
 * @param contract - the cases
 * @param subject - what is to be checked
 * @param options - `atOnce`: how many cases at the same time, for a subject that opens data of its own for each;
 * default 1: one after the other
 * @returns one result a case, in the order of the contract
 *
 * @example
 * const results = await runContract(storageContract, mySubject)
 */
export async function runContract<Subject>(
  contract: Contract<Subject>,
  subject: Subject,
  options: {
    /** How many cases run at once. Default 1. */
    readonly atOnce?: number
  } = {},
): Promise<readonly CaseResult[]> {
  const { atOnce = 1 } = options
  const results: CaseResult[] = []
  for (let start = 0; start < contract.length; start += atOnce) {
    results.push(...(await Promise.all(contract.slice(start, start + atOnce).map((contractCase) => runCase(contractCase, subject)))))
  }
  return results
}

async function runCase<Subject>(contractCase: ContractCase<Subject>, subject: Subject): Promise<CaseResult> {
  const { name } = contractCase
  const why = contractCase.exempts?.(subject)
  if (why !== undefined) return { name, outcome: "not-made", why }
  try {
    await contractCase.check(subject)
    return { name, outcome: "kept" }
  } catch (error) {
    return { name, outcome: "broken", error }
  }
}
