import { createCipheriv, createDecipheriv, createHmac } from "node:crypto"

const ivBytes = 12
const tagBytes = 16

/** Each part with its length before it, so that no two lists of parts give the same bytes. */
function joined(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${part.length}:${part};`).join(""))
}

/** A key of 32 bytes for one purpose, made of a secret of any length: who knows it knows neither the secret nor the key of another purpose. */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return createHmac("sha256", secret).update(`otklik key: ${purpose}`).digest()
}

/**
 * Seals a text with AES-256-GCM, bound to what it belongs to: opened for anything else it does not open.
 *
 * The nonce is an HMAC of binding and text under a key of its own: the same step repeated after a crash seals the same, and one nonce never
 * stands for two texts.
 *
 * @param key - 32 bytes
 * @param binding - what the text belongs to
 * @param text - what nobody is to read without the key
 * @returns base64url of nonce, tag and sealed text
 */
export function seal(key: Uint8Array, binding: readonly string[], text: string): string {
  const nonceKey = createHmac("sha256", key).update("otklik nonce").digest()
  const iv = createHmac("sha256", nonceKey)
    .update(joined([...binding, text]))
    .digest()
    .subarray(0, ivBytes)
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagBytes }).setAAD(joined(binding))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")
}

/**
 * Opens what {@link seal} gave.
 *
 * @param key - 32 bytes
 * @param binding - as it was sealed with
 * @param sealed - base64url
 * @returns undefined when the key, the binding or a byte is another one
 */
export function unseal(key: Uint8Array, binding: readonly string[], sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, "base64url")
  if (bytes.length < ivBytes + tagBytes) return undefined
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(joined(binding))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8")
  } catch {
    return undefined
  }
}
