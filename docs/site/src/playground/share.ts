import type { Attempt } from "./trial.ts"

/** What a link holds. */
export interface Shared extends Attempt {
  /** Whether words have their Russian forms. */
  readonly forms: boolean
}

/** The longest hash that is read: no link is that long. */
const hashLimit = 20_000

/**
 * What is tried as the hash of an address. A hash is never sent to a server.
 *
 * @param shared - what is tried
 */
export async function toHash(shared: Shared): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream("deflate-raw"))
  return btoa(String.fromCharCode(...packed))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
}

/**
 * What a hash holds; undefined when it was not made by {@link toHash}.
 *
 * @param hash - with or without `#`
 */
export async function fromHash(hash: string): Promise<Shared | undefined> {
  const text = hash.replace(/^#/, "")
  if (!/^[\w-]+$/.test(text) || text.length > hashLimit) return undefined
  try {
    const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0))
    const unpacked = await through(packed, new DecompressionStream("deflate-raw"))
    return sharedOf(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unpacked)))
  } catch {
    return undefined
  }
}

function sharedOf(value: unknown): Shared | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const { query, texts, forms } = value as Readonly<Record<keyof Shared, unknown>>
  if (typeof query !== "string" || typeof forms !== "boolean" || !Array.isArray(texts)) return undefined
  return texts.every((text) => typeof text === "string") ? { query, texts, forms } : undefined
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
