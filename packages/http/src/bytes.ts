import { HttpRefusal } from "./problem.ts"

/**
 * Reads a body as it comes, and stops at the limit: no more than the limit is ever held.
 *
 * @param request - whose body is read
 * @param limitBytes - the most that is taken
 */
export async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(request.headers.get("content-length") ?? 0)
  if (declared > limitBytes) throw tooLarge(limitBytes)
  if (request.body === null) return new Uint8Array(0)
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limitBytes) {
      chunks.length = 0
      // Not awaited: the other side may be in the middle of a chunk.
      void reader.cancel().catch(() => undefined)
      throw tooLarge(limitBytes)
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.byteLength
  }
  return bytes
}

function tooLarge(limitBytes: number): HttpRefusal {
  // The rest of the body is not read, so the connection cannot be used again.
  const headers = { connection: "close" }
  return new HttpRefusal({
    refusal: "too-large",
    detail: `a body of at most ${limitBytes} bytes was expected`,
    more: { limitBytes },
    headers,
  })
}
