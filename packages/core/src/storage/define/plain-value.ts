/**
 * Finds the first thing in a value that JSON would change or drop: a `Date`, a big integer, a number that is none, a
 * function, an object of a class. What is `undefined` may be in an object, where it is absent, and in no list.
 *
 * @param value - anything
 * @returns its place, as `.messages[0].seenAt`; undefined when there is nothing of the kind
 */
export function placeOfUnplain(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined
    case "number":
      return Number.isFinite(value) ? undefined : ""
    case "object":
      if (value === null) return undefined
      return Array.isArray(value) ? placeInList(value) : placeInObject(value)
    default:
      return ""
  }
}

function placeInList(list: readonly unknown[]): string | undefined {
  for (const [index, inner] of list.entries()) {
    const place = placeOfUnplain(inner)
    if (place !== undefined) return `[${index}]${place}`
  }
  return undefined
}

function placeInObject(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Plain objects of another realm have another prototype, which ends the chain too.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return ""
  for (const key of Object.keys(value)) {
    const inner: unknown = Reflect.get(value, key)
    const place = inner === undefined ? undefined : placeOfUnplain(inner)
    if (place !== undefined) return `.${key}${place}`
  }
  return undefined
}
