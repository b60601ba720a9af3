import type { InputIssue } from "../../base/index.ts"
import { checkWord } from "./value-checks.ts"

/** What of some names is neither a text nor a list of texts, by its path. */
export function wrongNames(names: Readonly<Record<string, unknown>>): readonly InputIssue[] {
  return Object.entries(names).flatMap(([path, value]) => {
    const items: readonly (readonly [string, unknown])[] = Array.isArray(value)
      ? value.map((item: unknown, index) => [`${path}[${index}]`, item] as const)
      : [[path, value]]
    return items.filter(([, item]) => typeof item !== "string").map(([place]) => ({ path: place, message: "a text was expected" }))
  })
}

/** What is wrong with a list of texts; a text alone is none. */
export function wrongList(path: string, value: unknown): readonly InputIssue[] {
  return Array.isArray(value) ? wrongNames({ [path]: value }) : [{ path, message: "a list of texts was expected" }]
}

/** What is wrong with a word of a closed list. */
export function wrongWord(path: string, value: unknown, words: readonly string[]): readonly InputIssue[] {
  const issues: InputIssue[] = []
  checkWord(
    value,
    words,
    () => path,
    (_, message) => issues.push({ path, message }),
  )
  return issues
}
