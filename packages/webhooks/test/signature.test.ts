import { createHmac, generateKeyPairSync, verify } from "node:crypto"
import { describe, expect, it } from "vitest"
import { openTown, runUntil, secret, type Received } from "./town.ts"

/** What one event was signed as, by these secrets. */
async function sendOne(secrets: readonly string[]): Promise<Received> {
  const town = await openTown({ endpoint: { secrets } })
  await town.happen(1)
  await runUntil(town, () => town.receiver.received.length > 0)
  const [first] = town.receiver.received
  if (first === undefined) throw new Error("nothing came")
  return first
}

const signedText = ({ headers, body }: Received) => `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`
const signaturesOf = ({ headers }: Received) => (headers.get("webhook-signature") ?? "").split(" ")

describe("a signature", () => {
  it("of whsec_ is the HMAC-SHA256 of id, moment and body", async () => {
    const received = await sendOne([secret])
    const expected = createHmac("sha256", Buffer.alloc(24, 7)).update(signedText(received)).digest("base64")
    expect(signaturesOf(received)).toEqual([`v1,${expected}`])
    // 2026-11-24T01:05:00Z
    expect(Number(received.headers.get("webhook-timestamp"))).toBe(1_795_482_300)
  })

  it.each([32, 64])("of whsk_ with %i bytes is one of Ed25519, which the public key proves", async (length) => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32)
    const whole = Buffer.concat([seed, publicKey.export({ format: "der", type: "spki" }).subarray(-32)])
    const received = await sendOne([`whsk_${whole.subarray(0, length).toString("base64")}`])
    const [version, signature = ""] = signaturesOf(received)[0]?.split(",") ?? []
    expect(version).toBe("v1a")
    const proves = (text: string) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64"))
    expect([proves(signedText(received)), proves(`${signedText(received)} `)]).toEqual([true, false])
  })

  it("is made by each secret while one is exchanged for another", async () => {
    const other = `whsec_${Buffer.alloc(32, 9).toString("base64")}`
    const received = await sendOne([secret, other])
    const expected = [Buffer.alloc(24, 7), Buffer.alloc(32, 9)].map(
      (key) => `v1,${createHmac("sha256", key).update(signedText(received)).digest("base64")}`,
    )
    expect(signaturesOf(received)).toEqual(expected)
  })

  it("is of another moment at each try, and of the same message", async () => {
    const town = await openTown()
    await town.happen(1)
    town.receiver.answer = () => new Response(null, { status: town.receiver.received.length === 1 ? 500 : 200 })
    await runUntil(town, () => town.receiver.received.length > 1)
    const [first, second] = town.receiver.received
    expect(first?.headers.get("webhook-id")).toBe(second?.headers.get("webhook-id"))
    expect(first?.headers.get("webhook-timestamp")).not.toBe(second?.headers.get("webhook-timestamp"))
    expect(second === undefined ? [] : signaturesOf(second)).toEqual([
      `v1,${createHmac("sha256", Buffer.alloc(24, 7))
        .update(second === undefined ? "" : signedText(second))
        .digest("base64")}`,
    ])
  })
})
