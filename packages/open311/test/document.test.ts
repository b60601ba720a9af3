import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { legible, listOf, writeDocument } from "../src/server/document.ts"
import { asTexts, readXml } from "./town.ts"

/** Any text, with everything that XML can hold and cannot. */
const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    fc.constantFrom("&", "<", ">", "]]>", "\r", "\n", "\0", "\uD800", "\uFFFE", "ё", "\u{1F6A7}", '"', "'"),
  ),
})
const name = fc.constantFrom("description", "status_notes", "address", "service_name")
const fields = fc.dictionary(name, fc.oneof(text, fc.constant(null), fc.boolean(), fc.integer()), { noNullPrototype: true, minKeys: 1 })

describe("a document", () => {
  it("is read back from XML and from JSON as it was, but for what XML cannot hold", () => {
    fc.assert(
      fc.property(fc.array(fields), (items) => {
        const document = { root: "service_requests", body: listOf("request", items) }
        const meant = items.map((item) =>
          Object.fromEntries(Object.entries(item).map(([key, value]) => [key, typeof value === "string" ? legible(value) : value])),
        )
        expect(JSON.parse(writeDocument(document, "json"))).toEqual(meant)
        const empty = (value: unknown) => (value === "" ? null : value)
        const texts = meant.map((item) => Object.fromEntries(Object.entries(item).map(([key, value]) => [key, empty(asTexts(value))])))
        expect(readXml(writeDocument(document, "xml"))).toEqual(texts)
      }),
      { numRuns: 300 },
    )
  })

  it("begins with the declaration that GeoReport demands", () => {
    const xml = writeDocument({ root: "errors", body: listOf("error", [{ code: 400, description: null }]) }, "xml")
    expect(xml).toBe(
      '<?xml version="1.0" encoding="utf-8"?>\n<errors><error><code>400</code><description></description></error></errors>\n',
    )
  })
})
