/** Fields that hold a message's key. */
const keyFields = ["key", "threadKey", "parentKey", "repostOf"] as const

/**
 * A longer archive made of a short one: each message is followed by its copies. Copies have keys of their own, and a
 * copy of a comment stands below the same copy of its post. The order of moments stays. A line that is no JSON object
 * stays as it is, once: readers must pass over it.
 *
 * @param archive - NDJSON, one message a line
 * @param copies - how many messages each becomes, 1 or more
 */
export function repeatMessages(archive: string, copies: number): string {
  const lines: string[] = []
  for (const line of archive.split("\n")) {
    if (line.trim() === "") continue
    lines.push(line)
    const message = objectOf(line)
    if (message === undefined) continue
    for (let copy = 1; copy < copies; copy += 1) lines.push(JSON.stringify(renamed(message, copy)))
  }
  return `${lines.join("\n")}\n`
}

function objectOf(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function renamed(message: object, copy: number): Record<string, unknown> {
  const renaming: Record<string, unknown> = { ...message }
  for (const field of keyFields) {
    const key = renaming[field]
    if (typeof key === "string") renaming[field] = `${key}.${copy}`
  }
  return renaming
}
