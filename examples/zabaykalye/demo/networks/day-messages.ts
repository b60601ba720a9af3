import type { IncomingMessage } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import { readFile } from "node:fs/promises"

/**
 * The messages of an archive in the order of their moments. What is no message, or stands there twice, cannot be
 * published in a network and is left to the import, which tells of each such line.
 *
 * @param path - one JSON object a line
 */
export async function readDayMessages(path: string): Promise<readonly IncomingMessage[]> {
  const messages = new Map<string, IncomingMessage>()
  for (const line of (await readFile(path, "utf8")).split("\n")) {
    const message = readLine(line)
    if (message !== undefined && !messages.has(message.key)) messages.set(message.key, message)
  }
  return [...messages.values()].toSorted((one, other) => (one.publishedAt < other.publishedAt ? -1 : 1))
}

function readLine(line: string): IncomingMessage | undefined {
  try {
    return incomingMessageSchema.safeParse(JSON.parse(line)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
