import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { attachmentKinds } from "../../src/message/index.ts"
import { createMatcher, lintQuery, parseQuery, printQuery, queryLimits, querySchema, type MatchedClause } from "../../src/match/index.ts"

const page = readFileSync(new URL("../../../../docs/query-language.md", import.meta.url), "utf8")
const blocks = Array.from(page.matchAll(/```(\w+)\n([\s\S]*?)\n```/g), ([, kind = "", body = ""]) => ({ kind, lines: body.split("\n") }))
const ofKind = (kind: string): readonly (readonly string[])[] => blocks.filter((block) => block.kind === kind).map(({ lines }) => lines)

const forms = new Map(
  ofKind("forms")
    .flat()
    .map((line) => {
      const [word = "", rest = ""] = line.split(": ")
      return [word, rest.split(" ")]
    }),
)
const locale = { formsOf: (word: string): readonly string[] => forms.get(word) ?? [] }

/** Characters that any clause covers, as spans of text. */
function covered(text: string, clauses: readonly MatchedClause[]): readonly string[] {
  const marked = Array.from({ length: text.length }, (_, at) => clauses.some(({ start, end }) => start <= at && at < end))
  const spans: string[] = []
  for (let at = 0; at < text.length; at++) {
    if (marked[at] !== true) continue
    if (at === 0 || marked[at - 1] !== true) spans.push("")
    spans[spans.length - 1] += text.charAt(at)
  }
  return spans
}

describe("docs/query-language.md", () => {
  it("has examples of every kind", () => {
    for (const [kind, least] of [
      ["query", 15],
      ["field", 4],
      ["error", 5],
      ["lint", 3],
      ["json", 1],
      ["forms", 1],
    ] as const) {
      expect(ofKind(kind).length, kind).toBeGreaterThanOrEqual(least)
    }
  })

  describe.each(ofKind("query").map(([query = "", ...texts]) => ({ query, texts })))("$query", ({ query, texts }) => {
    const matcher = createMatcher([{ id: "example", query }], { locale })
    it.each(texts)("%s", (line) => {
      const text = line.slice(2).replaceAll("**", "")
      const [found] = matcher.match(text)
      expect(found !== undefined).toBe(line.startsWith("+ "))
      expect(matcher.explain("example", text).holds).toBe(line.startsWith("+ "))
      for (const clause of found?.clauses ?? []) expect(clause.text).toBe(text.slice(clause.start, clause.end))
      if (found !== undefined) expect(covered(text, found.clauses)).toEqual(Array.from(line.matchAll(/\*\*(.+?)\*\*/g), ([, bold]) => bold))
    })
  })

  describe.each(ofKind("field").map(([query = "", ...messages]) => ({ query, messages })))("$query", ({ query, messages }) => {
    const matcher = createMatcher([{ id: "example", query }], { locale })
    it.each(messages)("%s", (line) => {
      const [, sign = "", given = "", marked = ""] = /^([+-]) ((?:\w+=\S+ ?)*): (.*)$/.exec(line) ?? []
      const fields = new Map(Array.from(given.matchAll(/(\w+)=(\S+)/g), ([, name = "", value = ""]) => [name, value]))
      const text = marked.replaceAll("**", "")
      const network = fields.get("network")
      const has = (fields.get("has") ?? "").split(",")
      const kind = fields.get("kind")
      const [found] = matcher.match({
        text,
        ...(network === undefined ? {} : { network }),
        ...(kind === "post" || kind === "comment" ? { kind } : {}),
        communityKey: fields.get("source"),
        attachments: attachmentKinds.filter((name) => has.includes(name)).map((name) => ({ kind: name })),
      })
      expect(text).not.toBe("")
      expect(found !== undefined).toBe(sign === "+")
      if (found !== undefined)
        expect(covered(text, found.clauses)).toEqual(Array.from(marked.matchAll(/\*\*(.+?)\*\*/g), ([, bold]) => bold))
    })
  })

  it.each(ofKind("error").map(([query = "", carets = "", expected = ""]) => ({ query, carets, expected })))(
    "refuses $query",
    ({ query, carets, expected }) => {
      const error = caught(() => parseQuery(query))
      if (!isDeskError(error, "invalid-query")) throw new Error("an invalid-query error was expected")
      expect(error.details.span).toEqual({ start: carets.indexOf("^"), end: carets.length })
      expect(error.details.expected).toBe(expected)
    },
  )

  it.each(ofKind("lint").map(([query = "", code = ""]) => ({ query, code })))("lints $query", ({ query, code }) => {
    expect(lintQuery(query, { locale }).map((finding) => finding.code)).toContain(code)
  })

  it("shows the JSON form", () => {
    for (const lines of ofKind("json")) {
      const query = querySchema.parse(JSON.parse(lines.join("\n")))
      expect(parseQuery(printQuery(query))).toEqual(query)
    }
  })

  it("tells the limits as they are", () => {
    const told = Array.from(page.matchAll(/\| ([\d ]+) \(`queryLimits\.(\w+)`\) +\|/g), ([, number = "", name = ""]) => [
      name,
      Number(number.replaceAll(" ", "")),
    ])
    expect(told).toHaveLength(6)
    for (const [name, value] of told) expect(Object.entries(queryLimits)).toContainEqual([name, value])
  })
})

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}
