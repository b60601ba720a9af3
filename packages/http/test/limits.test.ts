import { describe, expect, it } from "vitest"
import { routes } from "../src/routes/table.ts"
import { serve } from "./serve.ts"
import { openTown, requestOf } from "./town.ts"

const mebibyte = 1024 * 1024

/** A body that has no end, and counts what was taken of it. */
function endless(): { readonly body: ReadableStream<Uint8Array>; readonly taken: () => number } {
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 64 * 1024
      controller.enqueue(new Uint8Array(64 * 1024))
    },
  })
  return { body, taken: () => sent }
}

const types = { json: "application/json", photo: "image/jpeg", raw: "application/json" } as const
const withBody = routes.flatMap(({ operationId, path, bodyKind = "none" }) =>
  bodyKind === "none" ? [] : [{ operationId, path, type: types[bodyKind], isHook: bodyKind === "raw" }],
)

describe("a body without an end", () => {
  it.each(withBody)("of $operationId is cut at its limit", async ({ path, type, isHook }) => {
    const limits = { jsonBytes: mebibyte, photoBytes: 2 * mebibyte, hookBytes: mebibyte }
    const { ask } = await openTown({ handler: { limits } })
    const { body, taken } = endless()
    const address = path.replace("{name}", "vk-4f9a").replaceAll(/\{\w+\}/g, "x")
    const query = path.endsWith("/evidence") ? "?shows=fix" : ""
    const headers = { "content-type": type, "if-match": "*", "idempotency-key": "k" }
    const response = await ask("POST", `${address}${query}`, { body, headers, as: isHook ? null : "moderator" })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: "too-large", limitBytes: expect.any(Number) as number })
    expect(taken()).toBeLessThan(3 * mebibyte)
  })

  it("whose length is told is not read at all", async () => {
    const { ask } = await openTown()
    const { body, taken } = endless()
    const headers = { "content-type": "application/json", "content-length": "999999999", "if-match": "*" }
    expect((await ask("POST", "/incidents/x/commands", { body, headers })).status).toBe(413)
    expect(taken()).toBeLessThan(mebibyte)
  })

  it("is cut over the wire too, and the next request is answered", async () => {
    const town = await openTown()
    const { origin, close } = await serve(town.handler)
    const { body } = endless()
    const { headers } = requestOf("POST", "/", { headers: { "content-type": "application/json", "if-match": "*" } })
    const asking = { method: "POST", headers, body, duplex: "half" } as RequestInit
    const status = await fetch(`${origin}/incidents/x/commands`, asking).then(
      (response) => response.status,
      // The client may still be writing when the connection ends.
      () => "cut",
    )
    expect([413, "cut"]).toContain(status)
    expect((await fetch(`${origin}/livez`)).status).toBe(200)
    await close()
  })
})
