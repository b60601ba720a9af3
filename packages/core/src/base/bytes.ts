/** Bytes one after the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Bytes as base64url, without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/**
 * Bytes of a text in base64 or base64url, padded or not.
 *
 * @returns undefined for a text that is neither
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/").replaceAll("=", "")
  if (/[^A-Za-z0-9+/]/.test(base64) || base64.length % 4 === 1) return undefined
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0))
}
