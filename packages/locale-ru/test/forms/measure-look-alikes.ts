import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { MatchLocale } from "@otklik/core/rules"
import { readTable } from "../../src/forms/table.ts"
import { unpackWords } from "../../src/forms/words/node.ts"
import { homonymWords, judgedForms } from "./judged-forms.ts"
import { checkedWords } from "./read-words.ts"

/** 999 real appeals lie beside the repository, never in it. */
const appealsFile = fileURLToPath(new URL("../../../../../shared/data/appeals/kursk-dev.jsonl", import.meta.url))

/** Whether the appeals are there. */
export const appealsPresent: boolean = existsSync(appealsFile)

/** What the words match in the appeals. */
export interface LookAlikes {
  /** How many words were asked for. */
  readonly words: number
  /** Tokens of all appeals. */
  readonly tokens: number
  /** Pairs of a word and a token that one of its forms matches. */
  readonly matches: number
  /** Those of them that are another word, and those that nobody has judged. */
  readonly wrong: number
  /** `word form` of those that nobody has judged, or that occur more or less often than when they were judged. */
  readonly unjudged: readonly string[]
}

/**
 * Counts the tokens that the forms of a word match although they are another word. Three lists decide: a form that
 * stands in the list written by hand and is no form of another word of the dictionary is right; the others are as a
 * person judged them in their sentences; and what nobody judged is wrong.
 *
 * @param locale - what is measured
 * @throws Error when the appeals are not there
 */
export function measureLookAlikes(locale: MatchLocale): LookAlikes {
  const counts = countTokens()
  const judged = readJudged()
  const table = readTable(unpackWords())
  const listed = new Map(checkedWords.map(({ word, forms }) => [word, new Set(forms)]))
  const words = [...new Set([...listed.keys(), ...homonymWords.split(" ")])]
  let matches = 0
  let wrong = 0
  const unjudged: string[] = []
  for (const word of words) {
    for (const form of new Set([word, ...locale.formsOf(word)])) {
      const count = counts.get(form) ?? 0
      if (count === 0) continue
      matches += count
      const verdict = judged.get(`${word} ${form}`)
      if (verdict !== undefined && verdict.tokens === count) {
        wrong += verdict.wrong
        continue
      }
      const isShared = table.read(form).some(({ isName, lemma }) => !isName && lemma !== word)
      if (verdict === undefined && !isShared && (listed.get(word)?.has(form) ?? true)) continue
      wrong += count
      unjudged.push(`${word} ${form}`)
    }
  }
  return { words: words.length, tokens: [...counts.values()].reduce((sum, count) => sum + count, 0), matches, wrong, unjudged }
}

function readJudged(): ReadonlyMap<string, { readonly tokens: number; readonly wrong: number }> {
  return new Map(
    judgedForms
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [word = "", ...items] = line.split(" ")
        return items.map((item) => {
          const [form = "", tokens = "0", wrong = "0"] = item.split(":")
          return [`${word} ${form}`, { tokens: Number(tokens), wrong: Number(wrong) }] as const
        })
      }),
  )
}

function countTokens(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const line of readFileSync(appealsFile, "utf8").split("\n")) {
    if (line === "") continue
    const appeal: unknown = JSON.parse(line)
    const text = typeof appeal === "object" && appeal !== null && "text" in appeal && typeof appeal.text === "string" ? appeal.text : ""
    // Not by the matcher's folding: the verdicts are about words and their counts, and should not move when folding
    // learns something.
    for (const token of text
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/[а-я]+(?:-[а-я]+)*/g) ?? [])
      counts.set(token, (counts.get(token) ?? 0) + 1)
  }
  return counts
}
