import * as z from "zod"

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

/** Honest counts of a run. */
export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Counts the tests of vitest's JSON report. A file that failed without a failed test (it could not be loaded, or a hook
 * broke) counts as one failure.
 *
 * @param report - the parsed report
 */
export function countTests(report: unknown): TestCounts {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const { status, assertionResults } of reportSchema.parse(report).testResults) {
    const failures = assertionResults.filter((test) => test.status === "failed").length
    const passes = assertionResults.filter((test) => test.status === "passed").length
    passed += passes
    failed += failures
    skipped += assertionResults.length - passes - failures
    if (status === "failed" && failures === 0) failed += 1
  }
  return { passed, failed, skipped }
}
