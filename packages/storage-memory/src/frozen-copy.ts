/**
 * A copy that nobody can change, as a database would bring it back: what is `undefined` is absent here too. A third of
 * what a copy through JSON takes.
 *
 * @param value - made of plain data
 */
export function frozenCopy<Value extends object>(value: Value): Value {
  return copyOf(value) as Value
}

function copyOf(value: unknown): unknown {
  // JSON knows one zero.
  if (value === 0) return 0
  if (typeof value !== "object" || value === null) return value
  return Object.freeze(Array.isArray(value) ? value.map((inner) => copyOf(inner)) : copyOfRecord(value))
}

function copyOfRecord(value: object): object {
  const copy: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue
    // Assigned, this one would be the prototype.
    if (key === "__proto__") Object.defineProperty(copy, key, { value: copyOf(inner), enumerable: true })
    else copy[key] = copyOf(inner)
  }
  return copy
}
