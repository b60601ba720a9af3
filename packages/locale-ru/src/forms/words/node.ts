import { gunzipSync } from "node:zlib"
import { packedForms } from "../packed.ts"

/** The text of the table, unpacked at once: Node, Bun and Deno have `node:zlib`. */
export function unpackWords(): Uint8Array {
  return gunzipSync(Buffer.from(packedForms, "base64"))
}

/** As {@link unpackWords}; there is nothing to wait for. */
export function loadWords(): Promise<Uint8Array> {
  return Promise.resolve(unpackWords())
}
