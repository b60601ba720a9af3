import { DeskError } from "../../base/index.ts"
import type { MatchableMessage } from "../rule.ts"

/** A message that rules are tried on; its key, when it has one, is reported with the results. */
export interface TrialMessage extends MatchableMessage {
  /** Its key, for the places of findings. */
  readonly key?: string | undefined
}

/**
 * Messages or texts to try rules on: an array, a generator, a cursor of a database. They are read once, one at a time,
 * and not kept.
 */
export type TrialMessages = Iterable<TrialMessage | string> | AsyncIterable<TrialMessage | string>

/** Which message: its place in what the host gave, from 0, and its key when it has one. */
export interface MessagePlace {
  /** Its place in the stream, from 0. */
  readonly index: number
  /** Its key, where it has one. */
  readonly key?: string
}

/** A message with its place. */
export interface PlacedMessage {
  readonly place: MessagePlace
  readonly message: MatchableMessage
}

/**
 * Reads messages one by one.
 *
 * @param messages - synchronous or not
 * @throws DeskError `config` with the place of a message that has no text, as `messages[7].text`. TypeError for a
 * single text: it would be read letter by letter
 */
export async function* eachMessage(messages: TrialMessages): AsyncGenerator<PlacedMessage> {
  if (typeof messages === "string") throw new TypeError("messages: a list of messages was expected, not one text")
  let index = 0
  for await (const given of messages) {
    const message = typeof given === "string" ? { text: given } : given
    // Erased messages are stored with null in place of a text; whoever reads them from a storage must leave them out
    // knowingly.
    if (typeof (message as { readonly text?: unknown } | null | undefined)?.text !== "string") {
      const path = `messages[${index}].text`
      throw new DeskError("config", `${path}: a text was expected`, { issues: [{ path, message: "a text was expected" }] })
    }
    const key = "key" in message ? message.key : undefined
    yield { place: key === undefined ? { index } : { index, key }, message }
    index += 1
  }
}
