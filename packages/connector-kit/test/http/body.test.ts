import { describe, expect, it } from "vitest"
import { readJson, readPush } from "../../src/index.ts"

/** A push whose body is made while it is read. */
function pushOf(size: number, headers: Record<string, string> = {}) {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= size) return controller.close()
      sent += 1000
      controller.enqueue(new Uint8Array(1000))
    },
  })
  const init = { method: "POST", body, headers, duplex: "half" } as const
  return { request: new Request("https://desk.example.org/hook", init), sent: () => sent }
}

describe("a push", () => {
  it("is taken in up to the limit, and not one byte more than the piece that passes it", async () => {
    const { request, sent } = pushOf(1_000_000)
    expect(await readPush(request, 10_000)).toBeUndefined()
    expect(sent()).toBeLessThanOrEqual(13_000)
    const small = pushOf(10_000)
    expect((await readPush(small.request, 10_000))?.byteLength).toBe(10_000)
  })

  it("is not read at all where it says that it is too long", async () => {
    const { request, sent } = pushOf(1_000_000, { "content-length": "1000000" })
    expect(await readPush(request, 10_000)).toBeUndefined()
    expect(sent()).toBeLessThanOrEqual(1000)
  })

  it("may be empty", async () => {
    expect((await readPush(new Request("https://desk.example.org/hook", { method: "POST" }), 10))?.byteLength).toBe(0)
  })
})

describe("JSON in bytes", () => {
  it("is read with long numbers as digits; what is none is undefined", () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    expect(readJson(bytes('{"id":9007199254740993}'))).toEqual({ id: "9007199254740993" })
    expect(readJson(bytes("{"))).toBeUndefined()
    expect(readJson(new Uint8Array([0xff, 0x22]))).toBeUndefined()
  })
})
