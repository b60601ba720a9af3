import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createSystem, now, secret } from "./system.ts"

const message = { id: "a1", text: "Не горит фонарь", publishedAt: "2026-11-24T11:00:00+09:00" }

async function receive(request: Request, options = {}) {
  const received = await createSystem().connect(options).doReceive?.(request, { now })
  if (received === undefined) throw new Error("the connector takes pushes")
  const body: unknown = JSON.parse(await received.response.text())
  return { ...received, status: received.response.status, body }
}

describe("a push", () => {
  it("brings a message without a link and without an author, and says what was taken", async () => {
    const { messages, status, body } = await receive(createSystem().push({ messages: [message] }))
    expect(messages).toEqual([
      { key: "portal:a1", network: "portal", kind: "post", url: null, text: message.text, publishedAt: "2026-11-24T02:00:00.000Z" },
    ])
    expect({ status, body }).toEqual({ status: 200, body: { messages: 1, notices: 0, skipped: [] } })
  })

  it("brings the good items beside bad ones, each of which is named to its sender without its words", async () => {
    const request = createSystem().push({
      messages: [
        message,
        { ...message, id: "with spaces" },
        { ...message, id: "a3", publishedAt: "2026-11-24T11:00:00" },
        { ...message, id: "a4", autor: "Тайный" },
        { ...message, id: "a5", text: "" },
      ],
      notices: [{ kind: "vanished", id: "a1" }],
    })
    const { messages, skipped, body } = await receive(request)
    expect(messages.map(({ key }) => key)).toEqual(["portal:a1"])
    expect(skipped.map(({ path }) => path)).toEqual([
      "messages.1.id",
      "messages.2.publishedAt",
      "messages.3.autor",
      "messages.4.text",
      "notices.0.kind",
    ])
    expect(body).toMatchObject({ messages: 1, notices: 0, skipped: [{ item: "messages.1", path: "id" }, {}, {}, {}, {}] })
    expect(JSON.stringify([skipped, body])).not.toContain("Тайный")
  })

  it("is taken by each of two secrets while one replaces the other, and by no third", async () => {
    const next = `whsec_${Buffer.alloc(32, 7).toString("base64")}`
    const third = `whsec_${Buffer.alloc(32, 9).toString("base64")}`
    const statuses = []
    for (const one of [secret, next, third])
      statuses.push((await receive(createSystem().push({ messages: [message] }, { secret: one }), { secrets: [secret, next] })).status)
    expect(statuses).toEqual([200, 200, 401])
  })

  it.each([
    [-301, 401],
    [-300, 200],
    [300, 200],
    [301, 401],
  ])("signed %i seconds from now is answered with %i", async (seconds, status) => {
    const at = Math.floor(Date.parse(now) / 1000) + seconds
    expect((await receive(createSystem().push({ messages: [message] }, { at }))).status).toBe(status)
  })

  it.each([
    ["another body", (given: Request) => new Request(given.url, { method: "POST", headers: given.headers, body: '{"messages":[]}' })],
    ["no headers", (given: Request) => new Request(given.url, { method: "POST", body: given.body, duplex: "half" })],
    [
      "another id",
      (given: Request) => {
        const headers = new Headers(given.headers)
        headers.set("webhook-id", "push_2")
        return new Request(given.url, { method: "POST", headers, body: given.body, duplex: "half" })
      },
    ],
  ])("with %s is refused by a problem that its sender understands", async (_, change) => {
    const { messages, status, body, response } = await receive(change(createSystem().push({ messages: [message] })))
    expect(messages).toEqual([])
    expect(status).toBe(401)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(body).toMatchObject({ type: "urn:otklik:push:signature", status: 401, detail: expect.stringContaining("webhook-") })
  })

  it("that is no JSON, too long, or no POST is refused", async () => {
    const { push } = createSystem()
    expect((await receive(push(null, { raw: "{" }))).status).toBe(400)
    expect((await receive(push({ messages: [{ ...message, text: "я".repeat(2_200_000) }] }))).status).toBe(413)
    expect((await receive(new Request("https://desk.example.org/receive"))).status).toBe(405)
  })

  it("of any JSON is answered, and nothing of it is repeated", async () => {
    const word = "Секретная-фамилия"
    const anything = fc.jsonValue({ maxDepth: 4 })
    const often = (value: string) => fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, anything)
    const item = fc.oneof(
      anything,
      fc.record(
        { id: often("a1"), text: often("Яма"), publishedAt: often(now), [word]: anything },
        { requiredKeys: ["id", "text", "publishedAt"] },
      ),
    )
    const body = fc.oneof(
      anything,
      fc.record({ messages: fc.oneof(anything, fc.array(item)), notices: fc.array(item) }, { requiredKeys: [] }),
    )
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        const text = JSON.stringify(value)
        const { status, skipped, messages, body: answer } = await receive(createSystem().push(null, { raw: text }))
        expect(status).toBe(200)
        const items = (name: string): number => {
          const list: unknown = typeof value === "object" && value !== null && !Array.isArray(value) ? value[name as never] : undefined
          return Array.isArray(list) ? list.length : 0
        }
        if (skipped.length === 0) expect(messages.length).toBe(items("messages"))
        expect(JSON.stringify([skipped, answer])).not.toContain(word)
      }),
      { numRuns: 200 },
    )
  })
})
