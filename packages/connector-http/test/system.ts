import assert from "node:assert/strict"
import { createHmac } from "node:crypto"
import type { Instant } from "@otklik/core"
import type { ManualClock } from "@otklik/testkit"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"
import { createHttpConnector, type HttpConnectorOptions } from "../src/index.ts"

/** The present moment of the tests. */
export const now = "2026-11-24T03:00:00.000Z"

/** The shared secret, invented. */
export const secret = `whsec_${Buffer.from("an-invented-secret-of-a-test-01!").toString("base64")}`

/** Where the system takes commands. */
export const url = "https://portal.example.org/otklik"

/** A reply as the system keeps it. */
interface PublishedReply {
  readonly replyId: string
  readonly messageId: string
  readonly idempotencyKey: string
  readonly text: string
  readonly photos: readonly { readonly contentHash: string; readonly type: string; readonly content: string }[]
  readonly publishedAt: Instant
}

/** A command as it came. */
type Command = Readonly<Record<string, never>> & {
  readonly type: string
  readonly idempotencyKey: string
  readonly messageId: string
  readonly replyId: string
  readonly text: string
  readonly photos: PublishedReply["photos"]
}

/**
 * A system that sends messages and publishes replies, with its own reading of Standard Webhooks: what it checks is
 * written here a second time.
 */
export interface SimulatedSystem {
  readonly clock: ManualClock
  readonly replies: PublishedReply[]
  /** Headers of every command that came, in order. */
  readonly came: { readonly id: string; readonly type: string }[]
  /** A push, signed. */
  push(body: unknown, more?: { readonly secret?: string; readonly at?: number; readonly raw?: string }): Request
  /** Answers the next commands of a type like this, once each. */
  answerNext(type: string, answer: (handled: () => Response) => Response | Promise<Response>): void
  connect(options?: Partial<HttpConnectorOptions>): ReturnType<typeof createHttpConnector>
  readonly fetch: typeof globalThis.fetch
}

/** HMAC-SHA256 as Standard Webhooks 1.0 says. */
function signed(key: string, id: string, at: number, body: string): string {
  return `v1,${createHmac("sha256", Buffer.from(key.slice(6), "base64"))
    .update(`${id}.${at}.${body}`)
    .digest("base64")}`
}

/**
 * Makes a system.
 *
 * @param clock - its clock, and that of its connectors
 */
export function createSystem(clock: ManualClock = createFlowingClock(now)): SimulatedSystem {
  const replies: PublishedReply[] = []
  const came: { id: string; type: string }[] = []
  const answers: { readonly type: string; readonly answer: (handled: () => Response) => Response | Promise<Response> }[] = []
  let pushes = 0

  function handle(command: Command): Response {
    switch (command.type) {
      case "publish-reply": {
        const before = replies.find(({ idempotencyKey }) => idempotencyKey === command.idempotencyKey)
        if (before !== undefined) return Response.json(receipt(before))
        const { idempotencyKey, messageId, text, photos } = command
        const reply = { replyId: `r${replies.length + 1}`, idempotencyKey, messageId, text, photos, publishedAt: clock.now() }
        replies.push(reply)
        return Response.json(receipt(reply), { status: 201 })
      }
      case "find-replies":
        return Response.json({ replies: replies.filter((one) => one.idempotencyKey === command.idempotencyKey).map(receipt) })
      case "delete-reply": {
        const index = replies.findIndex(({ replyId }) => replyId === command.replyId)
        if (index < 0) return new Response(null, { status: 404 })
        replies.splice(index, 1)
        return new Response(null, { status: 204 })
      }
      case "ping":
        return Response.json({ fine: true })
      default:
        return new Response(null, { status: 400 })
    }
  }

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    assert.equal(request.url, url)
    assert.equal(request.method, "POST")
    const body = await request.text()
    const id = request.headers.get("webhook-id") ?? ""
    const at = Number(request.headers.get("webhook-timestamp"))
    request.signal.throwIfAborted()
    if (!(request.headers.get("webhook-signature") ?? "").split(" ").includes(signed(secret, id, at, body)))
      return new Response(null, { status: 401 })
    if (Math.abs(Date.parse(clock.now()) / 1000 - at) > 300) return new Response(null, { status: 401 })
    const command = JSON.parse(body) as Command
    came.push({ id, type: command.type })
    const index = answers.findIndex(({ type }) => type === command.type)
    const [special] = index < 0 ? [] : answers.splice(index, 1)
    return special === undefined ? handle(command) : special.answer(() => handle(command))
  }

  return {
    clock,
    replies,
    came,
    fetch,
    push(body, { secret: key = secret, at = Math.floor(Date.parse(clock.now()) / 1000), raw } = {}) {
      pushes += 1
      const text = raw ?? JSON.stringify(body)
      const id = `push_${pushes}`
      return new Request("https://desk.example.org/receive", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(at),
          "webhook-signature": signed(key, id, at, text),
        },
        body: text,
      })
    },
    answerNext: (type, answer) => void answers.push({ type, answer }),
    connect: (options = {}) =>
      createHttpConnector({
        network: "portal",
        secrets: [secret],
        clock,
        fetch,
        replies: { url, limit: 4000, photos: true, retract: true },
        ...options,
      }),
  }
}

const receipt = ({ replyId, publishedAt }: PublishedReply) => ({ replyId, publishedAt })
