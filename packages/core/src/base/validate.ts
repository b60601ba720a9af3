import type { z } from "zod"
import { DeskError, type InputIssue } from "./error.ts"

/** A path of zod (`["rules", 3, "query"]`) as a reader writes it (`rules[3].query`). */
function pathOf(path: readonly PropertyKey[]): string {
  let text = ""
  for (const part of path) text += typeof part === "number" ? `[${part}]` : text === "" ? String(part) : `.${String(part)}`
  return text
}

/** The issues of a failed zod parse, in the shape that Otklik's errors carry. */
export function inputIssues(error: z.ZodError): readonly InputIssue[] {
  return error.issues.map((issue) => ({ path: pathOf(issue.path), message: issue.message }))
}

/**
 * Reads options at the door: every factory validates its one options object with this.
 *
 * @param schema - what is allowed
 * @param value - what the host gave
 * @param what - the name for the error's sentence, as `createDesk options`
 * @throws DeskError `config` with every issue and its field path
 */
export function readOptions<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = inputIssues(result.error)
  const first = issues[0]
  throw new DeskError("config", `${what}: ${first?.path === "" ? "" : `${first?.path}: `}${first?.message ?? "invalid"}`, { issues })
}
