// What the matcher's benchmark works on: posts and rules, read from a directory or made from a seed.
import fs from "node:fs"
import path from "node:path"
import { madeCorpus } from "./match-made-corpus.ts"
import type { BenchTerm, BenchRule, Corpus } from "./match-rules.ts"

/**
 * Reads `posts.ndjson` and `rules-KIND-N.json` of a directory; without one, makes a corpus.
 *
 * @param directory - where the files are
 * @param seed - of a made corpus
 */
export function loadCorpus(directory: string | undefined, seed: number): Corpus {
  if (directory === undefined) return madeCorpus(seed)
  const posts = fs
    .readFileSync(path.join(directory, "posts.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly text: string }).text)
  return {
    name: `corpus of files, ${posts.length} posts`,
    posts,
    rules: (kind, count) =>
      (JSON.parse(fs.readFileSync(path.join(directory, `rules-${kind}-${count}.json`), "utf8")) as readonly BenchRule[]).map(plainRule),
  }
}

/** Latin letters that look like Cyrillic ones. */
const twins = new Map([..."aoecpxy"].map((letter, index) => [letter, "аоесрху".charAt(index)]))

/**
 * The matcher folds stretched letters and mixed scripts in queries as in texts; rivals do not, so that rules with them
 * could not be compared.
 */
function plainRule(rule: BenchRule): BenchRule {
  const plain = <T extends BenchTerm>(term: T): T => ({
    ...term,
    text: term.text
      .replaceAll(/(.)\1\1+/g, "$1")
      .replaceAll(/[a-zа-я]*[а-я][a-zа-я]*/g, (word) => [...word].map((one) => twins.get(one) ?? one).join("")),
  })
  return "any" in rule ? { ...rule, any: rule.any.map(plain), all: rule.all.map(plain), not: plain(rule.not) } : plain(rule)
}

const said = (term: BenchTerm): string => (term.kind === "prefix" ? `${term.text}*` : term.kind === "phrase" ? `"${term.text}"` : term.text)
const group = (terms: readonly BenchTerm[]): string => `(${terms.map(said).join(" | ")})`

/** A rule in the query language. */
export function queryOf(rule: BenchRule): string {
  if (!("any" in rule)) return said(rule)
  return `${group(rule.any)} ${rule.near > 0 ? `NEAR/${rule.near} ` : ""}${group(rule.all)} -${said(rule.not)}`
}

/** The words of a text, as a developer would split it. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll("ё", "е")
      .match(/[\p{L}\p{N}_]+/gu) ?? []
  )
}

/**
 * Texts on which simple folding and the matcher's agree, so that answers can be compared: the words of posts, without
 * links, marks, hyphens, stretched letters and mixed scripts, one space between them.
 *
 * @param posts - the posts
 * @param count - how many texts
 */
export function plainTexts(posts: readonly string[], count: number): readonly string[] {
  const texts: string[] = []
  for (const post of posts) {
    if (texts.length === count) break
    const words = wordsOf(post.replaceAll(/https?:\S+|[@#]\S+/g, " ")).filter((word) => /^[а-я]+$/.test(word) && !/(.)\1\1/.test(word))
    if (words.length > 0) texts.push(words.join(" "))
  }
  return texts
}
