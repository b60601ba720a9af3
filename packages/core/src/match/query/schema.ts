import * as z from "zod"
import { clauseLimit, distanceLimit, nestingLimit, phraseWordLimit, queryLengthLimit, wordLengthLimit, measureQuery } from "./limits.ts"
import { printQuery } from "./print.ts"
import { isPositive, flatten, type NearOperand, type Query } from "./query.ts"
import { fieldProblem, isOneTag, matchProblem, wordProblem } from "./words.ts"

const wordText = z
  .string()
  .min(1)
  .max(wordLengthLimit, `a word has at most ${wordLengthLimit} characters`)
  .refine((text) => wordProblem(text) === undefined, { error: (issue) => wordProblem(String(issue.input)) ?? "a word was expected" })

const wordMatch = z.enum(["forms", "exact", "prefix"])

const phraseWordSchema = z
  .strictObject({ text: wordText, match: wordMatch })
  .check((context) => addIssue(context, matchProblem(context.value.text, context.value.match, undefined)))

const wordSchema = z
  .strictObject({ type: z.literal("word"), text: wordText, match: wordMatch, typos: z.literal(1).optional() })
  .check((context) => addIssue(context, matchProblem(context.value.text, context.value.match, context.value.typos)))

function addIssue(context: { readonly value: unknown; readonly issues: z.core.$ZodRawIssue[] }, message: string | undefined): void {
  if (message !== undefined) context.issues.push({ code: "custom", message, input: context.value })
}

const tagPattern = /^[\p{L}\p{N}\p{M}\p{Cf}_]+$/u
const hashtagSchema = z.strictObject({
  type: z.literal("hashtag"),
  text: z
    .string()
    .max(wordLengthLimit)
    .refine((text) => tagPattern.test(text) && isOneTag(`#${text}`, "hashtag"), { error: "letters, digits and underscores were expected" }),
})
const mentionSchema = z.strictObject({
  type: z.literal("mention"),
  text: z
    .string()
    .max(wordLengthLimit)
    .refine((text) => isOneTag(`@${text}`, "mention"), { error: "a name of letters, digits, underscores and full stops was expected" }),
})

const phraseSchema = z.strictObject({
  type: z.literal("phrase"),
  words: z.array(phraseWordSchema).min(2).max(phraseWordLimit),
  slack: z.int().min(0).max(distanceLimit),
})

const fieldSchema = z
  .strictObject({ type: z.literal("field"), field: z.enum(["network", "kind", "has", "source"]), value: z.string().max(512) })
  .check((context) => addIssue(context, fieldProblem(context.value.field, context.value.value)))

const nearOperandSchema: z.ZodType<NearOperand> = z.lazy(() =>
  z.union([
    wordSchema,
    phraseSchema,
    hashtagSchema,
    mentionSchema,
    z.strictObject({ type: z.literal("or"), clauses: z.array(nearOperandSchema).min(2) }),
  ]),
)

const nodeSchema: z.ZodType<Query> = z.lazy(() =>
  z.discriminatedUnion("type", [
    wordSchema,
    phraseSchema,
    hashtagSchema,
    mentionSchema,
    fieldSchema,
    z.strictObject({
      type: z.literal("near"),
      left: nearOperandSchema,
      right: nearOperandSchema,
      distance: z.int().min(1).max(distanceLimit),
      ordered: z.boolean(),
    }),
    z.strictObject({ type: z.literal("and"), clauses: z.array(nodeSchema).min(2) }),
    z.strictObject({ type: z.literal("or"), clauses: z.array(nodeSchema).min(2) }),
    z.strictObject({ type: z.literal("not"), clause: nodeSchema }),
  ]),
)

/**
 * The JSON form of a query. Brackets that change nothing are not kept: an `and` holds no `and` directly, an `or` no
 * `or`.
 */
export const querySchema: z.ZodType<Query> = z
  .unknown()
  .refine((value) => measureQuery(value).depth <= nestingLimit, { error: `a query has at most ${nestingLimit} levels`, abort: true })
  .refine((value) => measureQuery(value).clauses <= clauseLimit, { error: `a query has at most ${clauseLimit} clauses`, abort: true })
  .pipe(nodeSchema)
  .overwrite(flatten)
  .refine((query) => printQuery(query).length <= queryLengthLimit, { error: `a query has at most ${queryLengthLimit} characters` })
  .refine(isPositive, { error: "a query needs something positive: it may not match a text without any of its words" })
