// The table of conversations in docs/modules/desk.md, made from the table in the code. To write it into the page anew:
// node --conditions=@otklik/source packages/core/test/incident/writings-page.ts
import { readFileSync, writeFileSync } from "node:fs"
import { writingRows } from "../../src/incident/index.ts"

const page = new URL("../../../../docs/modules/desk.md", import.meta.url)

/** The page with its table made anew. */
export function renewed(text: string): string {
  const rows = [
    ["who writes", "the incident", "the text", "result"],
    ...writingRows.map(({ who, state, text: what, does }) => [who, state, what, `\`${does}\``]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const lines = rows.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`)
  const table = [lines[0], `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...lines.slice(1)].join("\n")
  return text.replace(
    /(<!-- writings: table -->\n)[\s\S]*?(<!-- writings: end of table -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  )
}

/** The page as it is. */
export function readPage(): string {
  return readFileSync(page, "utf8")
}

if (import.meta.main) writeFileSync(page, renewed(readPage()))
