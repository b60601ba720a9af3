import { describe, expect, it } from "vitest"
import { checkNetworkTable } from "../checks/network-table.ts"
import { pageWithTable, tablePage } from "../network-table.ts"
import { treeOf } from "../tree.ts"

const capabilities = { pull: true, webhook: false, reply: true, replyPhoto: false, replyLimit: 280, relay: false, replyLinks: false }
const rows = [
  { group: "pages", kept: 12, broken: [], notMade: [] },
  {
    group: "pushes",
    kept: 0,
    broken: [],
    notMade: [
      { promise: "a", why: "it takes no pushes" },
      { promise: "b", why: "it takes no pushes" },
    ],
  },
]
const certificate = JSON.stringify({ network: "x", title: "a search", source: "pits", capabilities, rows })
const empty = "# Networks\n\n<!-- certificates -->\n<!-- /certificates -->\n"
const files = { [tablePage]: empty, "packages/connector-x/test/certificates/a-search.certificate": certificate }

describe("the table of networks", () => {
  it("says what each connector can, and which promises it was seen to keep", () => {
    const page = pageWithTable(treeOf(files))
    expect(page.replaceAll(/ +/g, " ")).toContain(
      "| [x](../../packages/connector-x/README.md) | yes | no | under-message | no | 280 | no |",
    )
    expect(page.replaceAll(/ +/g, " ")).toContain("| connector-x | a search | 12 | 0 | 2 of pushes: it takes no pushes |")
  })

  it("is refused when the certificates say something else, or when it is missing", () => {
    expect(checkNetworkTable(treeOf(files))).toHaveLength(1)
    const written = { ...files, [tablePage]: pageWithTable(treeOf(files)) }
    expect(checkNetworkTable(treeOf(written))).toEqual([])
    const changed = { ...written, "packages/connector-x/test/certificates/a-search.certificate": certificate.replace("280", "500") }
    expect(checkNetworkTable(treeOf(changed))).toHaveLength(1)
    expect(checkNetworkTable(treeOf({}))).toHaveLength(1)
  })
})
