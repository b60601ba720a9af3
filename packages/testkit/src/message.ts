import { readOptions, type IncomingMessage } from "@otklik/core"
import { incomingMessageSchema, type IncomingMessageInput } from "@otklik/core/connector"

/**
 * Builds a message as a connector hands it in: a post of the network `vk` with an invented text, by default.
 * The URL follows from the key.
 *
 * @param given - the fields that matter; `key` alone is enough
 * @throws DeskError `config` when a field is wrong
 */
export function buildMessage(given: Partial<IncomingMessageInput> = {}): IncomingMessage {
  const key = given.key ?? "vk:-1_1"
  const network = given.network ?? key.slice(0, key.indexOf(":"))
  const url = `https://example.org/${encodeURIComponent(key)}`
  const text = "Во дворе второй день не горит фонарь."
  const whole = { key, network, kind: "post", url, text, publishedAt: "2026-11-24T01:30:00.000Z", ...given }
  return readOptions(incomingMessageSchema, whole, "buildMessage")
}
