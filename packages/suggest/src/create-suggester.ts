import { readOptions } from "@otklik/core"
import type { Suggester } from "@otklik/core/desk"
import { schemaOf } from "@otklik/core/internal"
import type { MatchLocale } from "@otklik/core/rules"
import * as z from "zod"
import { suggesterDefaults } from "./defaults.ts"
import { createFeatures } from "./features.ts"
import { createKeyedHash } from "./hash.ts"
import { openModel } from "./model.ts"
import type { SuggestedAuthority, SuggestedTopic } from "./ranking.ts"

/** What {@link createSuggester} is made of. */
export interface SuggesterOptions {
  /** Keys and common words of the language, as `russian()` of `@otklik/locale-ru`. */
  readonly locale: MatchLocale
  /** The tenant's secret, 16 bytes or more: hashes of words are made with it. The same in every process. */
  readonly key: Uint8Array
  /** What may be suggested. The title of a topic is a text to learn from: there are suggestions from the first day. */
  readonly topics: readonly SuggestedTopic[]
  /** Owners that may be suggested before they had an incident. Default: those that had one. */
  readonly authorities?: readonly SuggestedAuthority[]
  /** How much the rules that matched say beside the words. */
  readonly rules?: {
    /** 0: nothing; 1: as much as all words. Default .25. */
    readonly weight?: number
  }
}

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\u0000]*$/, "a text without U+0000 was expected")

type CheckedOptions = Required<Omit<SuggesterOptions, "rules">> & { readonly rules: { readonly weight: number } }

const optionsSchema = schemaOf<CheckedOptions, SuggesterOptions>()(
  z.strictObject({
    locale: z.custom<MatchLocale>(
      (value) => typeof value === "object" && value !== null && "formsOf" in value,
      "a locale with formsOf was expected",
    ),
    key: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length >= 16, "16 bytes or more were expected"),
    topics: z.array(z.object({ id: name, title: z.string().min(1), group: name.optional() })).min(1),
    authorities: z.array(z.object({ id: name, title: z.string().min(1) })).default([]),
    rules: z.strictObject({ weight: z.number().min(0).max(1).default(suggesterDefaults.ruleWeight) }).prefault({}),
  }),
)

/** Changes with every change of what the bytes mean: bytes of another form are not read. */
const formatNumber = 1

/**
 * Makes a suggester of topics and owners: it learns from what people decided, one incident at a time, in the host's own
 * storage. It never decides by itself, and knows no author.
 *
 * @param options - language, key, topics
 * @throws DeskError `config` with field paths
 *
 * @example
 * const suggester = createSuggester({ locale: russian(), key, topics })
 * const desk = createDesk({ …, suggester })
 */
export function createSuggester(options: SuggesterOptions): Suggester {
  const { locale, key, topics, authorities, rules } = readOptions(optionsSchema, options, "createSuggester options")
  const hash = createKeyedHash(key, "otklik suggester")
  const features = createFeatures(locale, hash, rules.weight)
  const titleOf = ({ id, title }: SuggestedAuthority) => ({ classId: id, vector: features.vectorOf(features.wordsOf(title), []) })
  const titles = {
    topics: topics.map(titleOf),
    owners: authorities.map(titleOf),
    mark: hash.bits32(JSON.stringify([topics, authorities])),
  }
  const isKeyed = locale.keyOf === undefined ? "plain" : "keyed"
  return {
    specificationVersion: "v1",
    format: `suggester-${formatNumber}-${isKeyed}-${hash.bits32("key").toString(36)}-${rules.weight}`,
    open: (body) => openModel({ features, titles, topics, authorities }, body),
  }
}
