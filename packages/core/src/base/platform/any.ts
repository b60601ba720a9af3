// Where there is nothing of Node: a browser, a worker at the edge.
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import type { Platform } from "./platform.ts"

const utf8 = new TextEncoder()
const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === "string" ? utf8.encode(content) : content)

/** Hashes in JavaScript; no diagnostics, and no keys for authors: WebCrypto seals only asynchronously. */
export const platform: Platform = {
  channel: () => ({ hasSubscribers: false, publish: () => {}, runStores: (_, work) => work() }),
  sha256: (content) => sha256(bytesOf(content)),
  hmac: (key, content) => hmac(sha256, key, bytesOf(content)),
  aes: undefined,
}
