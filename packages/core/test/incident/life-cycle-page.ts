// The picture and the table of docs/modules/incident.md, made from the table in the code. To write them into the page
// anew: node --conditions=@otklik/source packages/core/test/incident/life-cycle-page.ts
import { readFileSync, writeFileSync } from "node:fs"
import { transitions, type IncidentStatus } from "../../src/incident/index.ts"

const page = new URL("../../../../docs/modules/incident.md", import.meta.url)

/** States that are drawn as one box, since many commands lead from all of them. */
const working: readonly IncidentStatus[] = ["registered", "assigned", "returned", "in-work", "replied-interim", "reopened"]

const idOf = (status: string): string => status.replaceAll("-", "_")

/** The commands that move an incident, as a state diagram: every arrow of the table, and no other. */
function diagram(): string {
  const arrows = new Map<string, string[]>()
  const draw = (from: string, to: string, command: string): void => {
    const key = `${from} --> ${to}`
    arrows.set(key, [...(arrows.get(key) ?? []), command])
  }
  for (const { command, from, to } of transitions) {
    const targets = to.filter((status) => status !== "same")
    const fromAll = working.every((status) => from.includes(status))
    const toAll = working.every((status) => to.includes(status))
    for (const target of toAll ? ["working"] : targets) {
      if (fromAll) draw("working", idOf(target), command)
      for (const source of from) {
        if (source === target || (fromAll && working.includes(source))) continue
        draw(source === "none" ? "[*]" : idOf(source), idOf(target), command)
      }
    }
  }
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  state working {",
    ...working.map((status) => `    ${idOf(status)}`),
    "  }",
    ...[...arrows].map(([arrow, commands]) => `  ${arrow}: ${commands.join(", ")}`),
    "```",
  ].join("\n")
}

/** The whole table: a row a command. */
function table(): string {
  const rows = transitions.map(({ command, from, to, guard, clocks }) => [
    `\`${command}\``,
    from.join(", "),
    to.join(", "),
    guard === "" ? "–" : guard,
    clocks === "" ? "–" : clocks,
  ])
  const all = [["command", "from", "to", "what else must hold", "clocks"], ...rows]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  return [line(all[0] ?? []), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n")
}

/** A page with its generated parts made anew. */
export function renewed(text: string): string {
  return [
    ["picture", diagram()],
    ["table", table()],
  ].reduce((written, [name, part]) => {
    const [begin, end] = [`<!-- life cycle: ${name} -->`, `<!-- life cycle: end of ${name} -->`]
    const [from, to] = [written.indexOf(begin), written.indexOf(end)]
    if (from < 0 || to < from) throw new TypeError(`the page has no place for the ${name}`)
    return `${written.slice(0, from + begin.length)}\n\n${part}\n\n${written.slice(to)}`
  }, text)
}

/** The page as it stands. */
export function readPage(): string {
  return readFileSync(page, "utf8")
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(page, renewed(readPage()))
