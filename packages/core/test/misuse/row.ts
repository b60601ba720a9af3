import { isDeskError, type DeskErrorCode } from "@otklik/core"
import { expect, it } from "vitest"

/** One mistake of a host, and the answer that it must get. */
export interface Misuse {
  /** What a host does wrong. */
  readonly tries: string
  readonly call: () => unknown
  readonly code: DeskErrorCode
  /** The field that the error names; absent where the mistake has no field. */
  readonly path?: string
  /** What the sentence says, so that a reader knows what to do. */
  readonly says: RegExp
}

/** A test for each mistake: a `DeskError` of the code, with the field and the sentence. */
export function misuses(rows: readonly Misuse[]): void {
  it.each(rows.map((row) => [row.tries, row] as const))("%s", async (_, row) => {
    const error = await caught(row.call)
    if (!isDeskError(error)) throw new Error(`no DeskError: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
    expect(error.code, error.message).toBe(row.code)
    expect(error.message).toMatch(row.says)
    if (row.path === undefined) return
    const issues = "issues" in error.details ? error.details.issues : []
    expect(issues.map(({ path }) => path)).toContain(row.path)
  })
}

async function caught(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return "nothing was thrown"
}
