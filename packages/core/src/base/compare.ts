/** The order of two texts, by UTF-16 units. */
export function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}
