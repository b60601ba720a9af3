import { DeskError } from "@otklik/core"

/** The longest query of a recent search by plan, characters (X's page "Build a query"). */
export const queryLimit = { "self-serve": 512, enterprise: 4096 } as const

const bare = /^[#@$]?[\p{L}\p{N}_]+$/u
const operators: ReadonlySet<string> = new Set(["OR", "AND"])

/**
 * Puts keywords together, joined by OR, into as few queries as their limit allows. Reposts are left out: they repeat a
 * text, and every one is paid for.
 *
 * @param keywords - words, hashtags, phrases
 * @param filter - operators of X that hold for all, as `lang:ru`
 * @param limit - characters a query may have
 * @param path - of the keywords among the options
 * @throws DeskError `config` for a keyword that fits into no query
 */
export function buildQueries(keywords: readonly string[], filter: string, limit: number, path: string): readonly string[] {
  const rest = ["-is:retweet", filter.trim()].filter((part) => part !== "").join(" ")
  const write = (terms: readonly string[]): string => `(${terms.join(" OR ")}) ${rest}`
  const queries: string[][] = []
  for (const [index, keyword] of keywords.entries()) {
    const term = termOf(keyword)
    if (term === '""' || write([term]).length > limit) {
      const message = `a keyword was expected that fits into a query of ${limit} characters together with the filter`
      throw new DeskError("config", `createXConnector options: ${path}[${index}]: ${message}`, {
        issues: [{ path: `${path}[${index}]`, message }],
      })
    }
    const last = queries.at(-1)
    if (last !== undefined && write([...last, term]).length <= limit) last.push(term)
    else queries.push([term])
  }
  return queries.map(write)
}

/** A single word is written as it is; anything else is a phrase, in which no operator of X is one. */
function termOf(keyword: string): string {
  const plain = keyword.replaceAll(/["\s]+/g, " ").trim()
  return bare.test(plain) && !operators.has(plain.toUpperCase()) ? plain : `"${plain}"`
}
