import { signBytes } from "@otklik/connector-kit"
import { createMetaWebhook, metaPushTaken } from "@otklik/connector-kit/meta"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const url = "https://desk.example.org/hook"
const secret = "invented-application-secret"
const read = createMetaWebhook({
  verifyToken: "invented-verify",
  appSecrets: ["secret-of-tomorrow", secret],
  object: "page",
  maxBytes: 10_000,
})

const sign = (body: string, by = secret): string =>
  `sha256=${signBytes({ algorithm: "sha256", secret: by, bytes: new TextEncoder().encode(body), encoding: "hex" })}`
const push = (body: string, signature: string | null = sign(body)) =>
  read(new Request(url, { method: "POST", body, headers: signature === null ? {} : { "x-hub-signature-256": signature } }))
const status = async (work: ReturnType<typeof read>) => {
  const result = await work
  return result.kind === "answer" ? result.response.status : result.kind
}

describe("webhook of Meta", () => {
  it("echoes the challenge to whoever knows the verify token", async () => {
    const ask = (query: string) => read(new Request(`${url}?${query}`))
    const right = await ask("hub.mode=subscribe&hub.verify_token=invented-verify&hub.challenge=115%3Cb%3E")
    if (right.kind !== "answer") throw new TypeError("an answer was expected")
    expect(await right.response.text()).toBe("115<b>")
    expect(right.response.headers.get("content-type")).toContain("text/plain")
    expect(await status(ask("hub.mode=subscribe&hub.verify_token=other&hub.challenge=1"))).toBe(403)
    expect(await status(ask("hub.mode=unsubscribe&hub.verify_token=invented-verify"))).toBe(400)
    expect(await status(ask(""))).toBe(400)
    expect(await status(read(new Request(url, { method: "PUT", body: "x" })))).toBe(405)
  })

  it("lays out batches in their order, with long numbers as digits", async () => {
    const body =
      '{"object":"page","entry":[{"id":"1","time":5,"changes":[{"field":"feed","value":{"sender_id":9007199254740993}},{"field":"mention"}]},{"id":2,"messaging":[]}]}'
    expect(await push(body)).toEqual({
      kind: "changes",
      changes: [
        { ownerId: "1", time: 5, field: "feed", value: { sender_id: "9007199254740993" } },
        { ownerId: "1", time: 5, field: "mention", value: undefined },
      ],
    })
    expect(await push('{"object":"instagram","entry":[]}')).toEqual({ kind: "changes", changes: [] })
    expect(metaPushTaken().status).toBe(200)
  })

  it("takes the signature over the bytes as they came", async () => {
    const escaped = '{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":"\\u043f"}]}]}'
    expect(await status(push(escaped))).toBe("changes")
    expect(await status(push(JSON.stringify(JSON.parse(escaped)), sign(escaped)))).toBe(403)
    expect(await status(push(escaped, sign(escaped, "secret-of-tomorrow")))).toBe("changes")
    expect(await status(push(escaped, sign(escaped).toUpperCase().replace("SHA", "sha")))).toBe("changes")
  })

  it.each([
    null,
    "",
    "sha256=",
    "sha1=00",
    "sha256=zz",
    `sha256=${"0".repeat(64)}`,
    sign("{}", "another secret"),
    `${sign("{}")}0`,
    `x${sign("{}")}`,
  ])("refuses the signature %s", async (signature) => {
    expect(await status(push("{}", signature))).toBe(403)
  })

  it("refuses what is no envelope or too large", async () => {
    for (const body of ["", "{", "[]", '{"object":"page"}', '{"object":"page","entry":[{"changes":[]}]}'])
      expect(await status(push(body))).toBe(400)
    expect(await status(push(`"${"x".repeat(10_000)}"`))).toBe(413)
  })

  it("never throws, whatever comes signed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        expect(["answer", "changes"]).toContain((await push(body)).kind)
      }),
      { numRuns: 50 },
    )
  })
})
