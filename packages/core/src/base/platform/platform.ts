/** One channel of diagnostics, as `node:diagnostics_channel` has them. */
export interface PlatformChannel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
  runStores<Result>(message: object, work: () => Result): Result
}

/** What the core needs of the machine that it runs on. */
export interface Platform {
  channel(name: string): PlatformChannel
  /** SHA-256 of a text (as UTF-8) or of bytes. */
  sha256(content: string | Uint8Array): Uint8Array
  /** HMAC-SHA-256 of a text (as UTF-8) or of bytes. */
  hmac(key: Uint8Array, content: string | Uint8Array): Uint8Array
  /**
   * AES-256-GCM with a key of 32 bytes and a nonce of 12, which no two texts may share; undefined where there is none.
   */
  readonly aes:
    | {
        /** @returns the tag of 16 bytes, and what is sealed after it */
        seal(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, text: Uint8Array): Uint8Array
        /** @returns undefined when the key, the nonce, what it is bound to or a byte is another one */
        open(key: Uint8Array, nonce: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Uint8Array | undefined
      }
    | undefined
}
