import { z } from "zod"
import { DeskError, inputIssues, isDeskError, type InputIssue } from "../base/index.ts"
import { attachmentSchema, messageKeySchema, networkSchema, textLimit } from "../message/index.ts"
import { parseQuery } from "./parse.ts"
import { idOf } from "./rule-set.ts"
import { ruleSchema, type MatchableMessage, type Rule } from "./rule.ts"

/** A text that tests a rule; a message where the rule asks for more than words. */
export type RuleExample = string | MatchableMessage

/** The tests of a rule. */
export interface RuleExamples {
  /** What the rule must hold for. */
  readonly match?: readonly RuleExample[] | undefined
  /** What it must leave alone: best of all, texts with the same words. */
  readonly skip?: readonly RuleExample[] | undefined
}

/** A keyword rule with its tests. */
export interface TestedRule extends Rule {
  readonly examples?: RuleExamples | undefined
}

/** Keyword rules as data, as they stand in a JSON file. */
export interface RuleFile {
  /** Where the JSON Schema of the file is, for editors. Not read. */
  readonly $schema?: string | undefined
  /** In the order of their importance: the first that holds names the topic. */
  readonly rules: readonly TestedRule[]
}

const exampleSchema = z.union([
  z.string().min(1).max(textLimit),
  z.strictObject({
    text: z.string().max(textLimit),
    network: networkSchema.optional(),
    kind: z.enum(["post", "comment"]).optional(),
    communityKey: messageKeySchema.nullable().optional(),
    attachments: z.array(z.strictObject({ kind: attachmentSchema.shape.kind })).optional(),
  }),
])

const testedRuleSchema = z.strictObject({
  ...ruleSchema.shape,
  query: ruleSchema.shape.query.check(({ value, issues }) => {
    const issue = queryIssue(value)
    if (issue !== undefined) issues.push({ code: "custom", input: value, message: issue.message, params: { span: issue.span } })
  }),
  examples: z.strictObject({ match: z.array(exampleSchema).optional(), skip: z.array(exampleSchema).optional() }).optional(),
})

/**
 * The shape of a rule file. Unknown fields are refused, queries are read, and an id may stand once: a file that passes makes a matcher.
 * `z.toJSONSchema(ruleFileSchema, { io: "input" })` gives the schema that editors want. {@link readRuleFile} gives better errors.
 */
export const ruleFileSchema = z.strictObject({
  $schema: z.string().optional(),
  rules: z.array(testedRuleSchema).superRefine(
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
 * @throws DeskError `invalid-rule` with everything that is wrong: field paths as `rules[3].examples.skip[0].kind`, and spans inside queries;
 *   `ruleId` is that of the first bad rule, empty when the trouble is no rule's
 */
export function readRuleFile(value: unknown): RuleFile {
  const result = ruleFileSchema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap(issuesOf)
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

/** An issue of zod as Otklik's errors carry it: with its span, and with what is wrong inside an example instead of "neither of both". */
function issuesOf(issue: z.core.$ZodIssue): readonly InputIssue[] {
  if (issue.code === "invalid_union") {
    const inside = issue.errors.find((branch) => branch.every((one) => one.code !== "invalid_type" || one.path.length > 0))
    if (inside === undefined) return [{ ...placed(issue), message: "a text or a message was expected" }]
    return inside.flatMap((one) => issuesOf({ ...one, path: [...issue.path, ...one.path] }))
  }
  const span: unknown = issue.code === "custom" ? issue.params?.["span"] : undefined
  return [isSpan(span) ? { ...placed(issue), span } : placed(issue)]
}

function placed(issue: z.core.$ZodIssue): InputIssue {
  const [read] = inputIssues(new z.ZodError([issue]))
  return { path: read?.path ?? "", message: issue.message }
}

function isSpan(value: unknown): value is NonNullable<InputIssue["span"]> {
  return typeof value === "object" && value !== null && "start" in value && "end" in value
}

function ruleIdAt(file: unknown, path: string): string {
  const index = /^rules\[(\d+)\]/.exec(path)?.[1]
  const rules: unknown = typeof file === "object" && file !== null && "rules" in file ? file.rules : undefined
  return index === undefined || !Array.isArray(rules) ? "" : idOf(rules[Number(index)])
}
