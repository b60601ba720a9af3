// What the core takes of Node, Bun and Deno; `any.ts` stands in where there is nothing of them (`imports` of package.json).
import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto"
import { channel } from "node:diagnostics_channel"
import type { Platform } from "./platform.ts"

const tagBytes = 16
const algorithm = "aes-256-gcm"

/** Node's own. */
export const platform: Platform = {
  channel,
  sha256: (content) => createHash("sha256").update(content).digest(),
  hmac: (key, content) => createHmac("sha256", key).update(content).digest(),
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
