/** Which check reports what is wrong with an option of the desk: the first that fits its path. */
const owners: readonly (readonly [path: RegExp, checkId: string])[] = [
  [/^rules\[\d+\]\.topic$|\.topics?(?:\[\d+\])?$/, "topics"],
  [/^calendars|^reportCalendarId|\.calendarId$/, "calendars"],
  [/^policies|^handling|^goals/, "policies"],
  [/^routing/, "routing"],
  [/^rules|^matcher|^locale/, "rules"],
  [/^authorKey|^otherAuthorKeys/, "author-key"],
  [/^keyRing/, "key-ring"],
  [/^guidance/, "guidance"],
  [/^retention/, "retention"],
]

/** The id of the check that reports a fault of the desk's options. */
export function findOwner(path: string): string {
  return owners.find(([pattern]) => pattern.test(path))?.[1] ?? "desk"
}

/** Checks that report faults of the desk's options, beside `desk` itself. */
export const dataChecks: ReadonlySet<string> = new Set(owners.map(([, id]) => id))
