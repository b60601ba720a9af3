import { platform } from "#platform"
import { concatBytes, fromBase64url, toBase64url } from "./bytes.ts"
import { DeskError } from "./error.ts"
import { joinParts } from "./id.ts"

const nonceBytes = 12
const utf8 = new TextEncoder()

/** Whether this machine can seal: what asks for it is refused at once where it cannot. */
export function canSeal(): boolean {
  return platform.aes !== undefined
}

function cipher(): NonNullable<typeof platform.aes> {
  if (platform.aes !== undefined) return platform.aes
  throw new DeskError("capability", "sealing takes node:crypto, which is not here", { capability: "aes" })
}

/**
 * A key of 32 bytes for one purpose, made of a secret of any length: who knows it knows neither the secret nor the key
 * of another purpose.
 */
export function deriveKey(secret: Uint8Array, purpose: string): Uint8Array {
  return platform.hmac(secret, `otklik key: ${purpose}`)
}

/**
 * Seals a text with AES-256-GCM, bound to what it belongs to: opened for anything else it does not open.
 *
 * The nonce is an HMAC of binding and text under a key of its own: the same step repeated after a crash seals the same,
 * and one nonce is never used for two texts.
 *
 * @param key - 32 bytes
 * @param binding - what the text belongs to
 * @param text - what nobody is to read without the key
 * @returns base64url of nonce, tag and sealed text
 */
export function seal(key: Uint8Array, binding: readonly string[], text: string): string {
  const nonceKey = platform.hmac(key, "otklik nonce")
  const nonce = platform.hmac(nonceKey, joinParts([...binding, text])).subarray(0, nonceBytes)
  return toBase64url(concatBytes([nonce, cipher().seal(key, nonce, utf8.encode(joinParts(binding)), utf8.encode(text))]))
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
  const bytes = fromBase64url(sealed)
  if (bytes === undefined) return undefined
  const opened = cipher().open(key, bytes.subarray(0, nonceBytes), utf8.encode(joinParts(binding)), bytes.subarray(nonceBytes))
  return opened === undefined ? undefined : new TextDecoder("utf-8", { ignoreBOM: true }).decode(opened)
}
