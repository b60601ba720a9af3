import { AsyncLocalStorage } from "node:async_hooks"
import { channel, subscribe, unsubscribe } from "node:diagnostics_channel"
import { describe, expect, it } from "vitest"
import { traceWork, diagnosticsChannels, type WorkStarted } from "../../src/base/index.ts"

const name = diagnosticsChannels.workStarted

describe("what begins", () => {
  it("is told to nobody, and makes no payload, while nobody listens", () => {
    const payload = (): never => {
      throw new Error("it was made")
    }
    expect(traceWork(name, payload, (begun) => begun)).toBeNull()
  })

  it("runs inside of what listeners want around it, the first outermost, and of the stores that are bound to the channel", async () => {
    const [one, other, bound] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<string>(), new AsyncLocalStorage<unknown>()]
    const order: string[] = []
    const listen = (around: AsyncLocalStorage<string>, what: string) => (payload: unknown) =>
      (payload as WorkStarted).runIn((work) => (order.push(what), around.run(what, work)))
    const listeners = [listen(one, "one"), listen(other, "other")]
    for (const listener of listeners) subscribe(name, listener)
    channel(name).bindStore(bound, (payload) => payload)
    try {
      const seen = await traceWork(
        name,
        () => ({ work: "page" }),
        async (begun) => {
          await Promise.resolve()
          return [one.getStore(), other.getStore(), bound.getStore() === begun]
        },
      )
      expect(seen).toEqual(["one", "other", true])
      expect(order).toEqual(["one", "other"])
      expect([one.getStore(), bound.getStore()]).toEqual([undefined, undefined])
    } finally {
      for (const listener of listeners) unsubscribe(name, listener)
      channel(name).unbindStore(bound)
    }
  })
})
