/**
 * A copy that nobody can change, as a database would bring it back: through JSON, so that what is `undefined` is absent
 * here too.
 *
 * @param value - made of plain data
 */
export function frozenCopy<Value extends object>(value: Value): Value {
  return deepFreeze(JSON.parse(JSON.stringify(value)) as Value)
}

/** Freezes a value and everything in it. */
export function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) deepFreeze(inner as object)
  return Object.freeze(value)
}
