// What the core takes of Node, Bun and Deno; `any.ts` is used where there is nothing of them (`imports` of
// package.json).
import { createCipheriv, createDecipheriv, createHash } from "node:crypto"
import { channel } from "node:diagnostics_channel"
import type { Platform } from "./platform.ts"

const tagBytes = 16
const algorithm = "aes-256-gcm"

const blockBytes = 64

/**
 * HMAC by RFC 2104, of two plain hashes: Node's own wraps a key of bytes anew each time, and takes three times as long.
 */
function hmac(key: Uint8Array, content: string | Uint8Array): Uint8Array {
  const short = key.length > blockBytes ? createHash("sha256").update(key).digest() : key
  const inner = new Uint8Array(blockBytes).fill(0x36)
  const outer = new Uint8Array(blockBytes).fill(0x5c)
  for (const [place, byte] of short.entries()) {
    inner[place] = byte ^ 0x36
    outer[place] = byte ^ 0x5c
  }
  return createHash("sha256").update(outer).update(createHash("sha256").update(inner).update(content).digest()).digest()
}

/** Node's own. */
export const platform: Platform = {
  channel,
  sha256: (content) => createHash("sha256").update(content).digest(),
  hmac,
  aes: {
    seal(key, nonce, bound, text) {
      const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(bound)
      const sealed = [cipher.update(text), cipher.final()]
      return Buffer.concat([cipher.getAuthTag(), ...sealed])
    },
    open(key, nonce, bound, sealed) {
      if (sealed.length < tagBytes) return undefined
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
        .setAAD(bound)
        .setAuthTag(sealed.subarray(0, tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(tagBytes)), decipher.final()])
      } catch {
        return undefined
      }
    },
  },
}
