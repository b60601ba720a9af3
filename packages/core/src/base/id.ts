import { platform } from "#platform"
import { instantToMillis } from "./instant.ts"
import type { Instant } from "./clock.ts"

/**
 * A stable id made of parts: the same parts give the same id, on every machine and in every run.
 *
 * Ids are derived and never drawn by chance, so that a step repeated after a crash names the same incident.
 *
 * @param prefix - distinguishes kinds of ids, as `inc`
 * @param parts - what the id identifies; the order matters
 * @returns the prefix, an underscore and 26 characters of base 32 (130 bits of SHA-256)
 */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}_${hashOf(parts).slice(0, 26)}`
}

/**
 * A stable id whose texts sort by a moment: things of one time lie side by side in an index, however many there are.
 *
 * @param prefix - distinguishes kinds of ids, as `inc`
 * @param moment - of what the id identifies; years before 1970 and after 3084 count as the nearest of them
 * @param parts - what the id identifies; the order matters
 * @returns the prefix, an underscore, 9 characters of base 32 (milliseconds since 1970) and 17 more (85 bits of SHA-256
 * over the parts)
 */
export function timedId(prefix: string, moment: Instant, ...parts: readonly string[]): string {
  let rest = Math.min(Math.max(instantToMillis(moment), 0), 2 ** 45 - 1)
  let time = ""
  for (let place = 0; place < 9; place += 1) {
    time = `${alphabet[rest % 32] ?? ""}${time}`
    rest = Math.floor(rest / 32)
  }
  return `${prefix}_${time}${hashOf(parts).slice(0, 17)}`
}

function hashOf(parts: readonly string[]): string {
  return base32(platform.sha256(joinParts(parts)))
}

/** Each part with its length before it, so that no two lists of parts give the same text. */
export function joinParts(parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part};`).join("")
}

/**
 * SHA-256 of a text (as UTF-8) or of bytes, in lower-case hexadecimal.
 *
 * @param content - a text or bytes
 */
export function sha256(content: string | Uint8Array): string {
  let text = ""
  for (const byte of platform.sha256(content)) text += hexOf[byte]
  return text
}

/**
 * HMAC-SHA-256 in base 32, 26 characters: a pseudonym that cannot be turned back without the key.
 *
 * @param key - the secret, 16 bytes or more
 * @param parts - what is to be replaced by a pseudonym
 */
export function keyedId(key: Uint8Array, ...parts: readonly string[]): string {
  return base32(platform.hmac(key, joinParts(parts))).slice(0, 26)
}

const hexOf = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

function base32(bytes: Uint8Array): string {
  let text = ""
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(value >>> bits) & 31]
    }
    value &= (1 << bits) - 1
  }
  return text
}
