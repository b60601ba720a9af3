/** Minutes of an option as whole milliseconds of a lease. */
export function millisOf(minutes: number): number {
  return Math.round(minutes * 60_000)
}
