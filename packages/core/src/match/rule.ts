import * as z from "zod/mini"
import { checkInput, DeskError, isDeskError, schemaOf, type InputIssue } from "../base/index.ts"
import {
  attachmentKinds,
  keyExpected,
  keyLimit,
  keyPattern,
  networkExpected,
  networkPattern,
  textLimit,
  wellFormedExpected,
  type Attachment,
} from "../message/index.ts"
import { parseQuery } from "./query/parse.ts"
import type { Query } from "./query/query.ts"

/** What the matcher reads of a message. A plain text means `{ text }`. */
export interface MatchableMessage {
  /** The text. */
  readonly text: string
  /** The network, for `network:`. */
  readonly network?: string
  /** Post or comment, for `kind:`. */
  readonly kind?: "post" | "comment"
  /** The community, for `source:`. */
  readonly communityKey?: string | null | undefined
  /** What is attached, for `has:`. */
  readonly attachments?: readonly Pick<Attachment, "kind">[] | undefined
}

/** A text that tests a rule; a message where the rule asks for more than words. */
export type RuleExample = string | MatchableMessage

/** The tests of a rule. */
export interface RuleExamples {
  /** What the rule must hold for. */
  readonly match?: readonly RuleExample[] | undefined
  /** What it must leave alone: best of all, texts with the same words. */
  readonly skip?: readonly RuleExample[] | undefined
}

const nameSchema = (longest: number) => z.string().check(z.minLength(1), z.maxLength(longest))

const communityKeySchema = z.string().check(
  z.maxLength(keyLimit, `a key has at most ${keyLimit} characters`),
  z.regex(keyPattern, keyExpected),
  z.refine((key) => key.isWellFormed(), wellFormedExpected),
)

const exampleSchema = z.union(
  [
    nameSchema(textLimit),
    z.strictObject({
      text: z.string().check(z.maxLength(textLimit)),
      network: z.optional(z.string().check(z.regex(networkPattern, networkExpected))),
      kind: z.optional(z.enum(["post", "comment"])),
      communityKey: z.optional(z.nullable(communityKeySchema)),
      attachments: z.optional(z.array(z.strictObject({ kind: z.enum(attachmentKinds) }))),
    }),
  ],
  "a text or a message was expected",
)

const examplesSchema = schemaOf<RuleExamples>()(
  z.strictObject({
    match: z.optional(z.array(exampleSchema)),
    skip: z.optional(z.array(exampleSchema)),
  }),
)

/** A keyword rule: what to search for, and what a match means. */
export interface Rule {
  /** Unique in its set. */
  readonly id: string
  /** A query of `docs/query-language.md`. */
  readonly query: string
  /** The topic that a message with this match is about. */
  readonly topic?: string
  /** Part of every match, so that it can be traced to the wording of its day. */
  readonly version?: string
  /**
   * How far a desk trusts this rule: whether a match registers an incident by itself, or waits for a person. Absent: as
   * the desk.
   */
  readonly registration?: "automatic" | "review"
  /** Texts that `checkRules` matches it with; a matcher does not read them. */
  readonly examples?: RuleExamples
}

/** Checks a {@link Rule}. */
export const ruleSchema = schemaOf<Rule>()(
  z.strictObject({
    id: nameSchema(200),
    query: z.string().check(z.minLength(1)),
    topic: z.optional(nameSchema(200)),
    version: z.optional(nameSchema(100)),
    registration: z.optional(z.enum(["automatic", "review"])),
    examples: z.optional(examplesSchema),
  }),
)

/** One clause that held, with the characters of the original text that made it hold. */
export interface MatchedClause {
  /**
   * The clause as the query says it, as `отопл*` or `"нет воды"~2`; of `NEAR` the two operands that are there, as
   * `нет NEAR/3 вода`.
   */
  readonly term: string
  /** First UTF-16 unit in the original text. */
  readonly start: number
  /** After the last UTF-16 unit in the original text. */
  readonly end: number
  /** `text.slice(start, end)`. */
  readonly text: string
}

/** A rule that holds for a message, with its reasons. */
export interface Match {
  /** The rule. */
  readonly ruleId: string
  /** Its `version`. */
  readonly ruleVersion?: string
  /** Its `topic`. */
  readonly topic?: string
  /** Its `registration`. */
  readonly registration?: "automatic" | "review"
  /**
   * In the order of the text. Fields have no characters and are not listed, nor is anything inside a negation, even a
   * double one.
   */
  readonly clauses: readonly MatchedClause[]
}

/** A rule whose query was read. */
export interface ReadRule {
  readonly rule: Rule
  readonly query: Query
}

/**
 * Reads one rule.
 *
 * @param rule - as the host gave it
 * @param path - its place in the host's options, as `rules[3]`
 * @returns the rule, or what is wrong with it
 */
export function readRule(rule: unknown, path: string): ReadRule | readonly InputIssue[] {
  const result = checkInput(ruleSchema, rule)
  if ("issues" in result)
    return result.issues.map((issue) => ({ path: issue.path === "" ? path : `${path}.${issue.path}`, message: issue.message }))
  const { examples: _, ...kept } = result.data
  try {
    return { rule: kept, query: parseQuery(kept.query) }
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return [{ path: `${path}.query`, message: error.message, span: error.details.span }]
  }
}

/**
 * Reads rule after rule, so that no more than one query is held as data.
 *
 * @param rules - as the host gave them
 * @param onRule - asked for every rule, as long as none is bad
 * @throws DeskError `invalid-rule` naming every bad rule and all that is wrong with it
 */
export function readRules(rules: readonly Rule[], onRule: (read: ReadRule) => void): void {
  const bad: { readonly id: string; readonly issues: readonly InputIssue[] }[] = []
  const ids = new Set<string>()
  rules.forEach((rule, index) => {
    const read = readRule(rule, `rules[${index}]`)
    const id = idOf(rule)
    if (!("query" in read)) bad.push({ id, issues: read })
    else if (ids.has(id)) bad.push({ id, issues: [{ path: `rules[${index}].id`, message: "this id was used before" }] })
    else if (bad.length === 0) onRule(read)
    ids.add(id)
  })
  if (bad.length > 0) throw ruleError(bad)
}

/** A rule's id for an error, whatever was given. */
export function idOf(rule: unknown): string {
  const id = typeof rule === "object" && rule !== null && "id" in rule ? rule.id : undefined
  return typeof id === "string" ? id : ""
}

/** The error that names every bad rule. */
export function ruleError(bad: readonly { readonly id: string; readonly issues: readonly InputIssue[] }[]): DeskError<"invalid-rule"> {
  const first = bad[0]
  const issue = first?.issues[0]
  // A span says where inside of the query; what has none is a field of its own.
  const sentence = issue === undefined ? "" : issue.span === undefined ? `${issue.path}: ${issue.message}` : issue.message
  const names = bad.map(({ id }) => JSON.stringify(id))
  const message = `${bad.length} invalid rule${bad.length === 1 ? "" : "s"}: ${names.join(", ")}; the first: ${sentence}`
  return new DeskError("invalid-rule", message, { ruleId: first?.id ?? "", issues: bad.flatMap(({ issues }) => issues) })
}
