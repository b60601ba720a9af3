import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Rule } from "@otklik/core"
import { createMatcher, type MatchLocale } from "@otklik/core/rules"
import * as z from "zod"
import { kurskCategories } from "./kursk-categories.ts"

/** Texts for measuring lie beside the repository, never in it. */
const dataFolder = fileURLToPath(new URL("../../../../shared/data/", import.meta.url))

/** Whether the texts are there. */
export const dataPresent: boolean = existsSync(dataFolder)

/** Which lines of a file to take: the even ones (0, 2, 4…), the odd ones, or all. */
export type Half = "even" | "odd" | "all"

const textSchema = z.object({ text: z.string() })
const appealSchema = textSchema.extend({ category: z.number() })

/** An appeal with the category that officials gave it. */
export type Appeal = z.output<typeof appealSchema>

/** How an appeal fared. */
export interface Verdict {
  readonly appeal: Appeal
  /** Topics in the order of the rules; the first one counts. */
  readonly topics: readonly string[]
  readonly right: boolean
}

/** What was measured; shares are 0 to 1. */
export interface Measured {
  readonly appeals: number
  readonly found: number
  readonly categoryRight: number
  readonly ordinary: number
  readonly ordinaryCaught: number
  readonly posts: number
  readonly postsCaught: number
  readonly verdicts: readonly Verdict[]
  /** Rule ids of each text that should have been left alone, with the text. */
  readonly noise: readonly { readonly ruleIds: readonly string[]; readonly text: string }[]
}

/**
 * Runs the rules over real appeals and over texts that are none.
 *
 * @param rules - in their order
 * @param locale - gives the words of the rules their forms
 * @param half - which lines
 */
export function measure(rules: readonly Rule[], locale: MatchLocale, half: Half): Measured {
  const matcher = createMatcher(rules, { locale })
  const verdicts = lines("appeals/kursk-dev.jsonl", appealSchema, half).map((appeal): Verdict => {
    const topics = matcher.match(appeal.text).flatMap(({ topic }) => (topic === undefined ? [] : [topic]))
    const [first] = topics
    return { appeal, topics, right: first !== undefined && kurskCategories[first] === appeal.category }
  })
  const caught = (file: string) => {
    const texts = lines(file, textSchema, half)
    const noise = texts.flatMap(({ text }) => {
      const ruleIds = matcher.match(text).map((match) => match.ruleId)
      return ruleIds.length === 0 ? [] : [{ ruleIds, text }]
    })
    return { count: texts.length, noise }
  }
  const ordinary = caught("messages/ordinary.ndjson")
  const posts = caught("social/telegram-channels.jsonl")
  const found = verdicts.filter(({ topics }) => topics.length > 0)
  return {
    appeals: verdicts.length,
    found: found.length / verdicts.length,
    categoryRight: found.filter(({ right }) => right).length / found.length,
    ordinary: ordinary.count,
    ordinaryCaught: ordinary.noise.length / ordinary.count,
    posts: posts.count,
    postsCaught: posts.noise.length / posts.count,
    verdicts,
    noise: [...ordinary.noise, ...posts.noise],
  }
}

/**
 * Ordinary posts and sentences that are in none of the other files, every second one: what nobody tuned on either.
 *
 * @param rules - in their order
 * @param locale - gives the words of the rules their forms
 */
export function furtherOrdinary(
  rules: readonly Rule[],
  locale: MatchLocale,
): { readonly count: number; readonly caught: readonly string[] } {
  const matcher = createMatcher(rules, { locale })
  const known = new Set(lines("messages/ordinary.ndjson", textSchema, "all").map(({ text }) => text))
  const texts = ["social/tweets.jsonl", "social/taiga.jsonl"]
    .flatMap((file) => lines(file, textSchema, "odd"))
    .map(({ text }) => text)
    .filter((text) => !known.has(text))
  return { count: texts.length, caught: texts.filter((text) => matcher.match(text).length > 0) }
}

function lines<Row>(file: string, schema: z.ZodType<Row>, half: Half): Row[] {
  const rows = readFileSync(`${dataFolder}${file}`, "utf8").trimEnd().split("\n")
  const taken = half === "all" ? rows : rows.filter((_, index) => index % 2 === (half === "even" ? 0 : 1))
  return taken.map((line) => schema.parse(JSON.parse(line)))
}
