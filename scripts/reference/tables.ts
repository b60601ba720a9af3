/** A table as the formatter writes it. */
export function table(supervisor: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [supervisor, ...rows].map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", "\\|")))
  const widths = supervisor.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`
  const [first = [], ...rest] = all
  return [line(first), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)].join("\n")
}

/** A name as code. */
export function code(name: string): string {
  return `\`${name}\``
}
