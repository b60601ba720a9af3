import { createOnceReplier } from "@otklik/connector-kit"
import { DeskError } from "@otklik/core"
import type { ReplyOptions, ReplyReceipt } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { rejection } from "../flow.ts"

const options: ReplyOptions = {
  messageKey: "net:1",
  text: "words",
  photos: [],
  idempotencyKey: "key-1",
  now: "2026-11-24T00:00:00.000Z",
}
const receipt: ReplyReceipt = { replyKey: "net:2", url: "https://net.example/2", publishedAt: "2026-11-24T00:00:00.000Z" }

/** A network that holds replies by text; `publish` may fail before or behind the side effect. */
function setUp(failure?: { readonly error: DeskError; readonly stands: boolean }) {
  const standing = new Map<string, ReplyReceipt>()
  let published = 0
  const replier = createOnceReplier({
    network: "net",
    find: async ({ messageKey, text }) => [...standing].flatMap(([words, shown]) => (words === `${messageKey} ${text}` ? [shown] : [])),
    publish: async ({ messageKey, text }) => {
      await Promise.resolve()
      if (failure === undefined || failure.stands) {
        published += 1
        standing.set(`${messageKey} ${text}`, receipt)
      }
      if (failure !== undefined) throw failure.error
      return receipt
    },
  })
  return { replier, published: () => published }
}

describe("replies once", () => {
  it("publishes once, however often and from however many calls", async () => {
    const { replier, published } = setUp()
    expect(await Promise.all([replier.doReply(options), replier.doReply(options)])).toEqual([receipt, receipt])
    expect(await replier.doReply(options)).toEqual(receipt)
    expect(await replier.doReply({ ...options, idempotencyKey: "after a restart" })).toEqual(receipt)
    expect(published()).toBe(1)
  })

  it("looks when it is unknown whether the reply stands", async () => {
    for (const code of ["ambiguous", "refused"] as const) {
      const error =
        code === "refused" ? new DeskError(code, "net: a duplicate", { reason: "a duplicate" }) : new DeskError(code, "net: lost", {})
      const stands = setUp({ error, stands: true })
      expect(await stands.replier.doReply(options)).toEqual(receipt)
      expect(stands.published()).toBe(1)
      expect(await rejection(setUp({ error, stands: false }).replier.doReply(options))).toBe(error)
    }
  })

  it("does not publish what it cannot look for", async () => {
    let published = 0
    const replier = createOnceReplier({
      network: "net",
      find: async () => {
        throw new DeskError("network", "net: down", {})
      },
      publish: async () => {
        published += 1
        return receipt
      },
    })
    expect(await rejection(replier.doReply(options))).toMatchObject({ code: "network" })
    expect(published).toBe(0)
  })

  it("refuses a key that belongs to another reply, no key, and an aborted call", async () => {
    const { replier } = setUp()
    const first = replier.doReply(options)
    expect(await rejection(replier.doReply({ ...options, text: "other words" }))).toMatchObject({
      code: "duplicate",
      details: { keys: ["key-1"] },
    })
    await first
    expect(await rejection(replier.doReply({ ...options, idempotencyKey: "" }))).toBeInstanceOf(TypeError)
    const signal = AbortSignal.abort(new RangeError("enough"))
    expect(await rejection(replier.doReply({ ...options, signal }))).toBeInstanceOf(RangeError)
    expect(await rejection(replier.doFindReplies({ ...options, signal }))).toBeInstanceOf(RangeError)
  })
})
