import { z } from "zod"
import {
  clauseLimit,
  distanceLimit,
  nestingLimit,
  phraseWordLimit,
  queryLengthLimit,
  shortestPrefix,
  shortestTypoWord,
  wordLengthLimit,
} from "./query-limits.ts"
import { printQuery } from "./print.ts"
import { isPositive } from "./query-polarity.ts"
import { measureQuery } from "./query-size.ts"
import { foldQueryWord } from "./word-fold.ts"

/** How a word is compared: any form of it, exactly this form, or every word that begins so. */
export type WordMatch = "forms" | "exact" | "prefix"

/** A word of a phrase. */
export interface PhraseWord {
  readonly text: string
  readonly match: WordMatch
}

/** `батарея`, `=батареи`, `отопл*`, `батарея~1` */
export interface WordQuery extends PhraseWord {
  readonly type: "word"
  /** One letter may be wrong, missing, too many or swapped with its neighbour. */
  readonly typos?: 1 | undefined
}

/** `"нет воды"~2` */
export interface PhraseQuery {
  readonly type: "phrase"
  /** Two or more. */
  readonly words: readonly PhraseWord[]
  /** How many other words may stand in between altogether; 0 when side by side. */
  readonly slack: number
}

/** `#нетсвета` (`text` without the sign). */
export interface HashtagQuery {
  readonly type: "hashtag"
  readonly text: string
}

/** `@admin` (`text` without the sign). */
export interface MentionQuery {
  readonly type: "mention"
  readonly text: string
}

/** The fields of a message that a query can ask for. */
export type FieldName = "network" | "kind" | "has" | "source"

/** `network:vk`, `kind:comment`, `has:photo`, `source:ID` */
export interface FieldQuery {
  readonly type: "field"
  readonly field: FieldName
  readonly value: string
}

/** What may stand beside `NEAR`: words, tags, phrases, and alternatives of them. */
export type NearOperand =
  | WordQuery
  | PhraseQuery
  | HashtagQuery
  | MentionQuery
  | { readonly type: "or"; readonly clauses: readonly NearOperand[] }

/** `A NEAR/3 B`, `A NEAR/3f B` */
export interface NearQuery {
  readonly type: "near"
  readonly left: NearOperand
  readonly right: NearOperand
  /** How many word positions apart at most; 1 is side by side. */
  readonly distance: number
  /** Whether A must come before B. */
  readonly ordered: boolean
}

/** A query as data. `parseQuery` makes it of text, `printQuery` makes text of it. */
export type Query =
  | WordQuery
  | PhraseQuery
  | HashtagQuery
  | MentionQuery
  | FieldQuery
  | NearQuery
  | { readonly type: "and"; readonly clauses: readonly Query[] }
  | { readonly type: "or"; readonly clauses: readonly Query[] }
  | { readonly type: "not"; readonly clause: Query }

/** The values that `kind:` and `has:` know. */
export const fieldValues: Readonly<Record<"kind" | "has", readonly string[]>> = {
  kind: ["post", "comment"],
  has: ["photo", "video", "audio", "document", "link", "other"],
}

const wordText = z
  .string()
  .min(1)
  .max(wordLengthLimit, `a word has at most ${wordLengthLimit} characters`)
  .refine((text) => wordProblem(text) === undefined, { error: (issue) => wordProblem(String(issue.input)) ?? "a word was expected" })

const wordMatch = z.enum(["forms", "exact", "prefix"])

/** Why a text is not one word, in a sentence; undefined when it is. */
export function wordProblem(text: string): string | undefined {
  const tokens = foldQueryWord(text)
  const last = tokens.at(-1)
  if (last === undefined) return "a word was expected"
  if (tokens.some((token) => token.kind === "hashtag" || token.kind === "mention")) return "a word was expected, not a hashtag or mention"
  if (tokens.length > 1 && last.kind !== "compound" && !/^\d+(?:[-\u2010\u2011]\d+)+$/u.test(text)) return "one word was expected"
  if (last.end !== text.length || tokens[0]?.start !== 0 || tokens.filter((token) => token.kind === "compound").length > 1)
    return "one word was expected"
  return undefined
}

/** The number of letters that a word has after folding; of a hyphenated word, in its last part. */
function lastPartLength(text: string): number {
  return foldQueryWord(text).findLast((token) => token.kind === "word")?.text.length ?? 0
}

/** Whether a word can be matched in this way: prefixes and words with a typo need some letters. */
export function matchProblem(text: string, match: WordMatch, typos: number | undefined): string | undefined {
  if (match === "prefix" && lastPartLength(text) < shortestPrefix) return `a prefix needs ${shortestPrefix} letters or more`
  if (typos === undefined) return undefined
  if (match !== "forms") return "a word marked = or * has no typos"
  if (foldQueryWord(text).length !== 1) return "a hyphenated word has no typos"
  if (lastPartLength(text) < shortestTypoWord) return `a typo is allowed in words of ${shortestTypoWord} letters or more`
  return undefined
}

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

/** Whether a text is one hashtag or mention from its first to its last character. */
export function isOneTag(text: string, kind: "hashtag" | "mention"): boolean {
  const tag = foldQueryWord(text).at(-1)
  return tag?.kind === kind && tag.start === 0 && tag.end === text.length
}

const phraseSchema = z.strictObject({
  type: z.literal("phrase"),
  words: z.array(phraseWordSchema).min(2).max(phraseWordLimit),
  slack: z.int().min(0).max(distanceLimit),
})

const fieldSchema = z
  .strictObject({ type: z.literal("field"), field: z.enum(["network", "kind", "has", "source"]), value: z.string().max(512) })
  .check((context) => addIssue(context, fieldProblem(context.value.field, context.value.value)))

/** Why a value does not fit its field, in a sentence; undefined when it does. */
export function fieldProblem(field: FieldName, value: string): string | undefined {
  switch (field) {
    case "network":
      return /^[a-z][a-z0-9-]{0,31}$/.test(value) ? undefined : "a network is lower-case letters, digits and hyphens, as network:vk"
    case "source":
      return /^[\p{L}\p{N}_.:-]+$/u.test(value) ? undefined : "a source is the key of a community, as source:vk:-1"
    case "kind":
    case "has":
      return fieldValues[field].includes(value) ? undefined : `${field} is one of ${fieldValues[field].join(", ")}`
  }
}

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
 * The JSON form of a query. Brackets that change nothing are not kept: an `and` holds no `and` directly, an `or` no `or`.
 */
export const querySchema: z.ZodType<Query> = z
  .unknown()
  .refine((value) => measureQuery(value).depth <= nestingLimit, { error: `a query has at most ${nestingLimit} levels`, abort: true })
  .refine((value) => measureQuery(value).clauses <= clauseLimit, { error: `a query has at most ${clauseLimit} clauses`, abort: true })
  .pipe(nodeSchema)
  .transform(flatten)
  .refine((query) => printQuery(query).length <= queryLengthLimit, { error: `a query has at most ${queryLengthLimit} characters` })
  .refine(isPositive, { error: "a query needs something positive: it may not hold for a text without any of its words" })

/** Merges `and` in `and`, and `or` in `or`. */
export function flatten(query: Query): Query {
  switch (query.type) {
    case "and":
    case "or": {
      const clauses = query.clauses.flatMap((clause) => {
        const flat = flatten(clause)
        return flat.type === query.type ? flat.clauses : [flat]
      })
      return { type: query.type, clauses }
    }
    case "not":
      return { type: "not", clause: flatten(query.clause) }
    case "near":
      return { ...query, left: flattenOperand(query.left), right: flattenOperand(query.right) }
    default:
      return query
  }
}

function flattenOperand(operand: NearOperand): NearOperand {
  if (operand.type !== "or") return operand
  const clauses = operand.clauses.flatMap((clause) => {
    const flat = flattenOperand(clause)
    return flat.type === "or" ? flat.clauses : [flat]
  })
  return { type: "or", clauses }
}
