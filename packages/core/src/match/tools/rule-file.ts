import * as z from "zod"
import { DeskError, checkInput, isDeskError, type InputIssue } from "../../base/index.ts"
import { parseQuery } from "../query/parse.ts"
import { idOf, ruleSchema, type Rule } from "../rule.ts"

/** Keyword rules as data, as a JSON file has them. */
export interface RuleFile {
  /** Where the JSON Schema of the file is, for editors. Not read. */
  readonly $schema?: string | undefined
  /** In the order of their importance: the first that holds names the topic. */
  readonly rules: readonly Rule[]
}

const fileRuleSchema = z.strictObject({
  ...ruleSchema.shape,
  query: z
    .string()
    .min(1)
    .check(({ value, issues }) => {
      const issue = queryIssue(value)
      if (issue !== undefined) issues.push({ code: "custom", input: value, message: issue.message, params: { span: issue.span } })
    }),
})

/**
 * The shape of a rule file. Unknown fields are refused, queries are read, and ids must be unique: a file that passes
 * makes a matcher. `z.toJSONSchema(ruleFileSchema, { io: "input" })` gives the schema that editors want.
 * {@link readRuleFile} gives better errors.
 */
export const ruleFileSchema = z.strictObject({
  $schema: z.string().optional(),
  rules: z.array(fileRuleSchema).superRefine(
    (rules, context) => {
      const seen = new Set<string>()
      rules.forEach((rule, index) => {
        const id = idOf(rule)
        if (id !== "" && seen.has(id)) context.addIssue({ code: "custom", message: "this id was used before", path: [index, "id"] })
        seen.add(id)
      })
    },
    // Said even when a rule is wrong in itself, so that an author sees everything at once.
    { when: ({ value }) => Array.isArray(value) },
  ),
})

/**
 * Reads a rule file.
 *
 * @param value - the parsed JSON
 * @throws DeskError `invalid-rule` with everything that is wrong: field paths as `rules[3].examples.skip[0].kind`, and
 * spans inside queries; `ruleId` is that of the first bad rule, empty when the trouble is no rule's
 */
export function readRuleFile(value: unknown): RuleFile {
  const result = checkInput(ruleFileSchema, value)
  if ("data" in result) return result.data
  const { issues } = result
  const first = issues[0]
  const ruleId = ruleIdAt(value, first?.path ?? "")
  const place = [first?.path ?? "", ruleId === "" ? "" : `(rule ${JSON.stringify(ruleId.slice(0, 200))})`]
    .filter((part) => part !== "")
    .join(" ")
  const more = issues.length > 1 ? `; and ${issues.length - 1} more` : ""
  throw new DeskError("invalid-rule", `rule file: ${place === "" ? "" : `${place}: `}${first?.message ?? "invalid"}${more}`, {
    ruleId,
    issues,
  })
}

function queryIssue(query: string): Pick<InputIssue, "message" | "span"> | undefined {
  if (query === "") return undefined
  try {
    parseQuery(query)
    return undefined
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return { message: error.message, span: error.details.span }
  }
}

function ruleIdAt(file: unknown, path: string): string {
  const index = /^rules\[(\d+)\]/.exec(path)?.[1]
  const rules: unknown = typeof file === "object" && file !== null && "rules" in file ? file.rules : undefined
  return index === undefined || !Array.isArray(rules) ? "" : idOf(rules[Number(index)])
}
