import { describe, expect, it } from "vitest"
import { countTests } from "../test-report.ts"

function fileOf(status: string, ...tests: readonly string[]): object {
  return { status, assertionResults: tests.map((test) => ({ status: test })) }
}

describe("countTests", () => {
  it("counts tests, and tells skipped ones from passed ones", () => {
    const report = { testResults: [fileOf("passed", "passed", "passed", "skipped", "todo"), fileOf("failed", "passed", "failed")] }
    expect(countTests(report)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  it("counts a file that could not be loaded as a failure", () => {
    expect(countTests({ testResults: [fileOf("failed"), fileOf("passed", "passed")] })).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  it("refuses what is no report", () => {
    expect(() => countTests({})).toThrow()
  })
})
