import { createHmac, createHash, timingSafeEqual } from "node:crypto"

/** Hashes that networks sign with. */
export type SignatureAlgorithm = "sha1" | "sha256" | "md5"

/** How a signature is written. */
export type SignatureEncoding = "hex" | "base64" | "base64url"

/** What a signature is made of. */
export interface SignatureOptions {
  /** The hash. */
  readonly algorithm: SignatureAlgorithm
  /** The shared secret. */
  readonly secret: string | Uint8Array
  /** The body as it came, before anybody parsed it: another spelling of the same JSON has another signature. */
  readonly bytes: Uint8Array
  /** How the signature is written. */
  readonly encoding: SignatureEncoding
}

/**
 * Signs bytes by HMAC.
 *
 * @param options - see {@link SignatureOptions}
 */
export function signBytes({ algorithm, secret, bytes, encoding }: SignatureOptions): string {
  return createHmac(algorithm, secret).update(bytes).digest(encoding)
}

/**
 * Whether a signature is the right one. Takes the same time wherever it differs; hexadecimal may be of either case.
 *
 * @param signature - as it came, without a prefix such as `sha256=`
 * @param options - see {@link SignatureOptions}
 */
export function verifySignature(signature: string, options: SignatureOptions): boolean {
  return isSameSecret(options.encoding === "hex" ? signature.toLowerCase() : signature, signBytes(options))
}

/**
 * Whether two secrets are the same, in a time that reveals neither where they differ nor how long the right one is.
 *
 * @param given - what came from outside
 * @param expected - the right one; an empty one matches nothing
 */
export function isSameSecret(given: string, expected: string): boolean {
  if (expected === "") return false
  const digest = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest()
  return timingSafeEqual(digest(given), digest(expected))
}
