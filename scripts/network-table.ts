import type { Tree } from "./tree.ts"

/** The page that holds the table of networks. */
export const tablePage = "docs/networks/README.md"

const [begin, end] = ["<!-- certificates -->", "<!-- /certificates -->"]

const certificateFile = /^packages\/(connector-[a-z-]+)\/test\/certificates\/[^/]+\.certificate$/

interface Certificate {
  readonly network: string
  readonly title: string
  readonly capabilities: {
    readonly pull: boolean
    readonly webhook: boolean
    readonly reply: boolean
    readonly replyPhoto: boolean
    readonly replyLimit: number | null
    readonly replyLinks?: boolean
    readonly replyPlacements?: readonly string[]
  }
  readonly rows: readonly {
    readonly group: string
    readonly kept: number
    readonly broken: readonly string[]
    readonly notMade: readonly { readonly promise: string; readonly why: string }[]
  }[]
}

/** The page with the tables that the certificates of the connectors give. */
export function pageWithTable(tree: Tree): string {
  const page = tree.read(tablePage)
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from === -1 || to < from) throw new TypeError(`${tablePage} must hold ${begin} and ${end}`)
  return `${page.slice(0, from + begin.length)}\n\n${tables(tree)}\n\n${page.slice(to)}`
}

function tables(tree: Tree): string {
  const packages = Map.groupBy(
    tree.files.flatMap((file) => {
      const name = certificateFile.exec(file)?.[1]
      return name === undefined ? [] : [{ name, certificate: JSON.parse(tree.read(file)) as Certificate }]
    }),
    ({ name }) => name,
  )
  const can = [...packages].map(([name, all]) =>
    capabilityRow(
      name,
      all.map(({ certificate }) => certificate),
    ),
  )
  const kept = [...packages].flatMap(([name, all]) => all.map(({ certificate }) => promiseRow(name, certificate)))
  return [
    table(["network", "reads", "webhook", "replies", "photo", "longest reply", "links in it"], can),
    table(["connector", "over", "kept", "broken", "not made, and why"], kept),
  ].join("\n\n")
}

function capabilityRow(name: string, all: readonly Certificate[]): readonly string[] {
  const has = (test: (capabilities: Certificate["capabilities"]) => boolean): string =>
    all.some(({ capabilities }) => test(capabilities)) ? "yes" : "no"
  const { network = "", capabilities } = all.find((one) => one.capabilities.reply) ?? all[0] ?? {}
  const places = capabilities?.replyPlacements ?? (capabilities?.reply === true ? ["under-message"] : [])
  const limit = capabilities?.replyLimit ?? null
  return [
    `[${network}](../../packages/${name}/README.md)`,
    has(({ pull }) => pull),
    has(({ webhook }) => webhook),
    places.length === 0 ? "no" : places.join(", "),
    has(({ replyPhoto }) => replyPhoto),
    limit === null ? "not known" : String(limit),
    capabilities?.reply === true ? (capabilities.replyLinks === false ? "no" : "yes") : "",
  ]
}

function promiseRow(name: string, { title, rows }: Certificate): readonly string[] {
  const reasons = Map.groupBy(
    rows.flatMap(({ group, notMade }) => notMade.map(({ why }) => ({ group, why }))),
    ({ why }) => why,
  )
  const notMade = [...reasons].map(([why, of]) => `${of.length} of ${[...new Set(of.map(({ group }) => group))].join(", ")}: ${why}`)
  const sum = (count: (row: Certificate["rows"][number]) => number): string => String(rows.reduce((total, row) => total + count(row), 0))
  return [name, title, sum(({ kept }) => kept), sum(({ broken }) => broken.length), notMade.join("; ") || "none"]
}

/** A table as the formatter writes it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`
  const [first = [], ...rest] = all
  return [line(first), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)].join("\n")
}
