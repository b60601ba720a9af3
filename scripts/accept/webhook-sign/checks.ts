import { generateKeyPairSync, verify as verifyBytes } from "node:crypto"
import { openTown, runUntil, secret, type Received } from "../../../packages/webhooks/test/town.ts"
import { must, type Check } from "../check.ts"
import { load } from "../judges.ts"

/** What the npm package `standardwebhooks` is used for here. */
interface Judge {
  verify(body: string, headers: Readonly<Record<string, string>>): unknown
}
type JudgeClass = new (secret: string) => Judge

/** The first event of a desk, as it comes over the wire. */
async function receiveOne(secrets: readonly string[]): Promise<Received> {
  // The judge refuses what is older than five minutes by its own clock.
  const town = await openTown({ endpoint: { secrets }, at: new Date().toISOString() })
  await town.happen(1)
  await runUntil(town, () => town.receiver.received.length > 0)
  const [first] = town.receiver.received
  if (first === undefined) throw new Error("nothing came")
  return first
}

async function judgeOf(one: string): Promise<Judge> {
  const { Webhook } = (await load("standardwebhooks")) as { readonly Webhook: JudgeClass }
  return new Webhook(one)
}

function refuses(judge: Judge, body: string, headers: Headers): boolean {
  try {
    judge.verify(body, Object.fromEntries(headers))
    return false
  } catch {
    return true
  }
}

const other = `whsec_${Buffer.alloc(32, 9).toString("base64")}`

/** Programs of others take our signatures for what they are. */
export const checks: readonly Check[] = [
  {
    name: "npm's standardwebhooks takes v1, and refuses one changed byte, another moment and another secret",
    async run() {
      const { body, headers } = await receiveOne([secret])
      const judge = await judgeOf(secret)
      const seen = judge.verify(body, Object.fromEntries(headers)) as { readonly type?: string }
      must(seen.type === "incident.detected", JSON.stringify(seen))
      const later = new Headers(headers)
      later.set("webhook-timestamp", String(Number(headers.get("webhook-timestamp")) + 1))
      must(refuses(judge, body.replace("incident.detected", "incident.detectee"), headers), "a changed body was taken")
      must(refuses(judge, body, later), "a changed moment was taken")
      must(refuses(await judgeOf(other), body, headers), "another secret was taken")
      return `${headers.get("webhook-id")}: ${seen.type}`
    },
  },
  {
    name: "while a secret is exchanged, both the old one and the new one prove the same request",
    async run() {
      const { body, headers } = await receiveOne([secret, other])
      for (const one of [secret, other]) must(!refuses(await judgeOf(one), body, headers), "one of them does not prove it")
      return headers.get("webhook-signature")?.replaceAll(/(v1,.{6})[^ ]*/g, "$1…") ?? ""
    },
  },
  {
    name: "Node's crypto takes v1a by the public key alone",
    async run() {
      const { privateKey, publicKey } = generateKeyPairSync("ed25519")
      const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(-32)
      const { body, headers } = await receiveOne([`whsk_${seed.toString("base64")}`])
      const [version, signature = ""] = headers.get("webhook-signature")?.split(",") ?? []
      const proves = (text: string): boolean =>
        verifyBytes(
          null,
          Buffer.from(`${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${text}`),
          publicKey,
          Buffer.from(signature, "base64"),
        )
      must(version === "v1a" && proves(body), "it does not prove the request")
      must(!proves(`${body} `), "a changed body was taken")
      return version ?? ""
    },
  },
]
