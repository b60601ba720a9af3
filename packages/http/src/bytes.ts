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
  // Grows in place: a body is held once, and never beside the pieces that it came in.
  const buffer = new ArrayBuffer(0, { maxByteLength: limitBytes })
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const size = buffer.byteLength + value.byteLength
    if (size > limitBytes) {
      // Not awaited: the other side may be in the middle of a chunk.
      void reader.cancel().catch(() => undefined)
      throw tooLarge(limitBytes)
    }
    const at = buffer.byteLength
    buffer.resize(size)
    new Uint8Array(buffer).set(value, at)
  }
  return new Uint8Array(buffer.transferToFixedLength())
}

function tooLarge(limitBytes: number): HttpRefusal {
  return new HttpRefusal({
    refusal: "too-large",
    detail: `a body of at most ${limitBytes} bytes was expected`,
    more: { limitBytes },
  })
}
