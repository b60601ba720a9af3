import { z } from "zod"
import { attachmentSchema, messageKeySchema, networkSchema, textLimit } from "../message/index.ts"

/** What the matcher reads of a message. A plain text stands for `{ text }`. */
export interface MatchableMessage {
  readonly text: string
  readonly network?: string
  readonly kind?: "post" | "comment"
  readonly communityKey?: string | null | undefined
  readonly attachments?: readonly { readonly kind: string }[] | undefined
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

const exampleSchema = z.union(
  [
    z.string().min(1).max(textLimit),
    z.strictObject({
      text: z.string().max(textLimit),
      network: networkSchema.optional(),
      kind: z.enum(["post", "comment"]).optional(),
      communityKey: messageKeySchema.nullable().optional(),
      attachments: z.array(z.strictObject({ kind: attachmentSchema.shape.kind })).optional(),
    }),
  ],
  "a text or a message was expected",
)

const examplesSchema: z.ZodType<RuleExamples> = z.strictObject({
  match: z.array(exampleSchema).optional(),
  skip: z.array(exampleSchema).optional(),
})

/** A keyword rule: what to look for, and what it means. */
export const ruleSchema = z.strictObject({
  /** Unique in its set. */
  id: z.string().min(1).max(200),
  /** A query of `docs/query-language.md`. */
  query: z.string().min(1),
  /** The topic that a message with this match is about. */
  topic: z.string().min(1).max(200).optional(),
  /** Told beside every match, so that a hit can be traced to the wording of its day. */
  version: z.string().min(1).max(100).optional(),
  /** How far a desk trusts this rule: whether a match registers an incident by itself, or waits for a person. Told beside every match; absent: as the desk. */
  registration: z.enum(["automatic", "review"]).optional(),
  /** Texts that `checkRules` tries it with; a matcher does not look at them. */
  examples: examplesSchema.optional(),
})

/** A keyword rule. */
export type Rule = z.output<typeof ruleSchema>

/** One clause that held, with the characters of the original text that made it hold. */
export interface MatchedClause {
  /** The clause as the query says it, as `отопл*` or `"нет воды"~2`; of `NEAR` the two operands that stand there, as `нет NEAR/3 вода`. */
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
  readonly ruleId: string
  readonly ruleVersion?: string
  readonly topic?: string
  readonly registration?: "automatic" | "review"
  /** In the order of the text. Fields have no characters and are not listed, nor is anything inside a negation, even a double one. */
  readonly clauses: readonly MatchedClause[]
}
