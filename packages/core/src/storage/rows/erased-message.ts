import type { Message } from "../../message/index.ts"

/**
 * What is left of a message after erasure: a tombstone that says only that there was one.
 *
 * The key, the network, the kind, the revision and the moments stay, since the log and the statistics depend on them,
 * and since the key keeps a later import from bringing the text back. Everything that a citizen wrote or that leads to
 * a citizen goes: text and its hash (a short text is guessed from its hash), author, place, attachments, community,
 * thread, and the link, which in some networks names the author.
 *
 * @param message - as stored
 */
export function erasedMessage({ files: _files, isPlaceSet: _isPlaceSet, reach: _reach, ...message }: Message): Message {
  return {
    ...message,
    url: "",
    text: null,
    textHash: "",
    threadKey: null,
    parentKey: null,
    communityKey: null,
    attachments: [],
    place: null,
    origin: { origin: message.origin.origin, reason: "erased" },
    authorPseudonym: null,
  }
}
