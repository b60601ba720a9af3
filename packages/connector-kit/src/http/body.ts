/** A digit string this long may be outside of what a number holds exactly (2^53 has 16 digits). */
const longNumber = /\d{16}/

/**
 * Reads JSON; whole numbers that a JavaScript number cannot hold exactly become strings of their digits, so that no id
 * is silently rounded.
 *
 * @param text - JSON
 * @throws SyntaxError for anything else; its sentence quotes the text, so it must not be handed on
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? (JSON.parse(text, keepDigits) as unknown) : (JSON.parse(text) as unknown)
}

/** The third argument exists in V8 since 11.4: every Node that the packages allow has it. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

/**
 * Reads the body of a push, and stops as soon as it is longer than allowed: whoever knows the address of a webhook
 * could else fill the memory before a signature is checked. A length that the request names is believed where it is
 * too large.
 *
 * A body that never ends is the host's server to cut off: it knows the connection.
 *
 * @param request - of the network, or of a stranger
 * @param maxBytes - the largest push that is read
 * @returns undefined for a larger one, which is answered with 413; nothing more of it is taken in
 * @throws what the stream throws, as when the sender goes away
 */
export async function readPush(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) {
    await request.body?.cancel()
    return undefined
  }
  return readBody(request.body, maxBytes)
}

/**
 * Reads a stream to its end, and stops as soon as it is longer than allowed.
 *
 * @param body - of a request or an answer
 * @param maxBytes - the most that is taken in
 * @returns undefined when it is longer
 */
export async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined // Leaving the loop cancels the stream.
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, size))
}

/**
 * Reads bytes as JSON by {@link parseJson}.
 *
 * @param bytes - UTF-8
 * @returns undefined for what is no JSON; the engine's sentence quotes the text, so it is not handed on
 */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
