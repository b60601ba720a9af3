import type { Message } from "@otklik/core"
import { networkOf } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"

/**
 * Builds a stored message: a post of a citizen in an invented community. The same options always build the same
 * message.
 *
 * @param special - what is to be different; the network follows from the key, the hash from the text
 */
export function buildStoredMessage(special: Partial<Message> = {}): Message {
  const key = special.key ?? "vk:-1_1"
  const text = special.text === undefined ? "There is a deep hole in the road by the school." : special.text
  return {
    key,
    network: networkOf(key),
    kind: "post",
    url: `https://example.org/${encodeURIComponent(key)}`,
    text,
    textHash: sha256(text ?? ""),
    revision: 1,
    publishedAt: "2026-03-02T06:00:00.000Z",
    editedAt: null,
    seenAt: "2026-03-02T06:01:00.000Z",
    threadKey: null,
    parentKey: null,
    communityKey: "vk:-1",
    attachments: [{ kind: "photo", url: "https://example.org/photo.jpg" }],
    place: { name: "Chita" },
    origin: { origin: "citizen", reason: "no known account" },
    authorPseudonym: "author-1",
    ...special,
  }
}
