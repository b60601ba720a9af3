/** So many units are turned into a string at a time: a call has no room for many more arguments. */
const chunk = 4096

/**
 * The string of some UTF-16 units.
 *
 * @param units - a buffer
 * @param from - first unit
 * @param to - after the last unit
 */
export function textOf(units: Uint16Array, from: number, to: number): string {
  let text = ""
  for (let at = from; at < to; at += chunk) {
    // Spreading a typed array goes through its iterator, which is fifteen times slower.
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, Math.min(to, at + chunk)))
  }
  return text
}
