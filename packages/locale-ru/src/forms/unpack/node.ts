import { brotliDecompressSync } from "node:zlib"

/** What brotli and base64 packed. */
export function unpack(base64: string): Buffer {
  return brotliDecompressSync(Buffer.from(base64, "base64"))
}
