/**
 * Counts the clauses and levels of something that may be a query, without recursion: input of any depth is measured safely.
 *
 * @param value - anything
 */
export function measureQuery(value: unknown): { readonly clauses: number; readonly depth: number } {
  let clauses = 0
  let depth = 0
  const open: { readonly node: unknown; readonly level: number }[] = [{ node: value, level: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, level } = next
    if (typeof node !== "object" || node === null) continue
    clauses += 1
    depth = Math.max(depth, level)
    for (const [name, child] of Object.entries(node)) {
      if (name === "clauses" && Array.isArray(child)) for (const one of child) open.push({ node: one, level: level + 1 })
      else if (name === "clause" || name === "left" || name === "right") open.push({ node: child, level: level + 1 })
    }
  }
  return { clauses, depth }
}
