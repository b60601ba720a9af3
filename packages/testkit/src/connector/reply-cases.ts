import assert from "node:assert/strict"
import { isDeskError, type Connector, type MessageKey } from "@otklik/core"
import { messageKeySchema, type FindRepliesOptions, type ReplyOptions, type ReplyReceipt } from "@otklik/core/connector"
import type { Contract, ContractCase } from "../contract.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"
import { isCanonical, rejectionOf } from "./walk.ts"

/** What the reply cases need of a world. */
interface ReplyStage {
  readonly world: ConnectorWorld
  readonly reply: ReplyOptions
  send(connector: Connector, options: ReplyOptions): Promise<ReplyReceipt>
  find(connector: Connector, options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
  count(): Promise<number>
}

/** How replies are published. */
export const replyCases: Contract<ConnectorSubject> = [
  replyCase({
    name: "replies: publishes a reply and proves it by a receipt: its key, its URL, a canonical instant",
    check: async ({ world, reply, send, count }) => {
      const { replyKey, url, publishedAt } = await send(world.connector, reply)
      assert.equal(await count(), 1, "one reply must be published")
      assert.ok(messageKeySchema.safeParse(replyKey).success, "a receipt needs the reply's key")
      assert.ok(URL.canParse(url), "a receipt needs an absolute URL")
      assert.ok(isCanonical(publishedAt), "a receipt needs a canonical instant")
    },
  }),
  replyCase({
    name: "replies: publishes once when the same idempotency key is used again",
    check: async ({ world, reply, send, count }) => {
      const first = await send(world.connector, reply)
      assert.deepEqual(await send(world.connector, reply), first, "the second try gives the first one's receipt")
      assert.equal(await count(), 1, "one reply must be published")
    },
  }),
  replyCase({
    name: "replies: publishes once when the same idempotency key is used several times at once",
    check: async ({ world, reply, send, count }) => {
      await Promise.all([send(world.connector, reply), send(world.connector, reply), send(world.connector, reply)])
      assert.equal(await count(), 1, "one reply must be published")
    },
  }),
  replyCase({
    name: "replies: finds after a restart what was published before it, and does not publish it again",
    check: async ({ world, reply, send, find, count }) => {
      const receipt = await send(world.connector, reply)
      const restarted = await world.reopen()
      assert.deepEqual(await find(restarted, reply), [receipt], "the receipt must be found")
      assert.deepEqual(await send(restarted, reply), receipt, "the reply must not be published again")
      assert.equal(await count(), 1, "one reply must be published")
    },
  }),
  replyCase({
    name: "replies: finds the receipt of a reply that it published",
    check: async ({ world, reply, send, find }) => {
      const receipt = await send(world.connector, reply)
      assert.deepEqual(await find(world.connector, reply), [receipt])
    },
  }),
  replyCase({
    name: "replies: finds nothing where nothing was published",
    check: async ({ world, reply, find, count }) => {
      assert.deepEqual(await find(world.connector, reply), [])
      assert.equal(await count(), 0, "a search must not publish")
    },
  }),
  replyCase({
    name: "replies: publishes nothing under an aborted signal",
    check: async ({ world, reply, send, count }) => {
      const reason = new Error("the host stops")
      const call = () => send(world.connector, { ...reply, signal: AbortSignal.abort(reason) })
      assert.equal(await rejectionOf(call, "an aborted reply must reject"), reason, "an aborted reply rejects with the signal's reason")
      assert.equal(await count(), 0, "nothing must be published")
    },
  }),
  replyCase({
    name: "replies: asks right before it publishes, and publishes nothing where the reply is another worker's by now",
    check: async ({ world, reply, send, count }) => {
      const lost = new Error("the lease was lost")
      const refuse = () => Promise.reject(lost)
      for (const mayBePublished of [false, true]) {
        const call = () => send(world.connector, { ...reply, mayBePublished, beforeWrite: refuse })
        assert.equal(await rejectionOf(call, "the reply must reject"), lost, "it rejects with what beforeWrite threw")
      }
      assert.equal(await count(), 0, "nothing must be published")
      const seen: number[] = []
      const look = async () => void seen.push(await count())
      await send(world.connector, { ...reply, mayBePublished: false, beforeWrite: look })
      assert.deepEqual([seen.at(-1), await count()], [0, 1], "it asks before it publishes, and then publishes once")
    },
  }),
  replyCase({
    name: "replies: publishes nothing where another process published while this one was paused before its write",
    check: async ({ world, reply, send, count }) => {
      const other = await world.reopen()
      const lost = new Error("the lease was lost")
      const standStill = async () => {
        await send(other, { ...reply, mayBePublished: true })
        throw lost
      }
      const call = () => send(world.connector, { ...reply, mayBePublished: false, beforeWrite: standStill })
      // One that keeps a journal may have left it to the other.
      await rejectionOf(call, "the reply must reject").catch(() => undefined)
      assert.ok((await count()) <= 1, "at most one reply must be published")
    },
  }),
  lateCase({
    name: "replies: finds every copy of a reply whose first request arrived after the second, the oldest first",
    check: async ({ world, reply, send, find, count }, late) => {
      late.delayNext()
      await rejectionOf(() => send(world.connector, { ...reply, mayBePublished: false }), "a reply without an answer must reject")
      const receipt = await send(world.connector, reply)
      late.arrive()
      // That a reply is found by whoever published it, and after a restart, is promised by other cases.
      const [own, others] = [await find(world.connector, reply), await find(await world.reopen(), reply)]
      const copies = own.length < others.length ? others : own
      assert.equal(copies.length, await count(), "every copy must be found")
      assert.equal(new Set(copies.map(({ replyKey }) => replyKey)).size, copies.length, "each copy must be found once")
      assert.ok(
        copies.some(({ replyKey }) => replyKey === receipt.replyKey),
        "the one with the receipt must be found",
      )
      const moments = copies.map(({ publishedAt }) => publishedAt)
      assert.deepEqual(moments, moments.toSorted(), "the oldest must come first")
    },
  }),
  retractCase({
    name: "replies: deletes a reply, and is content where it is gone",
    check: async ({ world, reply, send, find, count }, retract) => {
      const { replyKey } = await send(world.connector, reply)
      await retract(replyKey)
      assert.equal(await count(), 0, "the reply must be gone")
      await retract(replyKey)
      assert.equal(await count(), 0)
      assert.ok((await find(world.connector, reply).catch(() => [])).length <= 1)
    },
  }),
  replyCase({
    name: "replies: says whether a message can be answered: yes where it can, the same after a restart",
    check: async ({ world: { connector, reopen }, reply: { messageKey } }) => {
      const again = await reopen()
      for (const asked of [connector, connector, again])
        assert.notEqual(asked.canAnswer?.(messageKey), false, "canAnswer says yes, however often it is asked")
      const { communityKey } = connector
      assert.ok(communityKey === undefined || messageKeySchema.safeParse(communityKey).success, "communityKey is a key")
      assert.equal(again.communityKey, communityKey)
    },
  }),
  foreignCase({
    name: "replies: says whether a message can be answered: no where it cannot",
    check: async ({ world: { connector, reopen } }, foreignKey) => {
      for (const asked of [connector, await reopen()]) assert.equal(asked.canAnswer?.(foreignKey), false, "canAnswer says no")
    },
  }),
  foreignCase({
    name: "replies: publishes nothing to a message that it cannot answer: capability or config",
    check: async ({ world, reply, send, count }, messageKey) => {
      const error = await rejectionOf(() => send(world.connector, { ...reply, messageKey }), "a reply to a foreign message must reject")
      assert.ok(isDeskError(error, "capability") || isDeskError(error, "config"), "it rejects with capability or config")
      assert.equal(await count(), 0, "nothing must be published")
    },
  }),
]

/** Makes a case of a promise about messages that are another connector's to answer. */
function foreignCase(promise: { readonly name: string; check(stage: ReplyStage, foreignKey: MessageKey): Promise<void> }) {
  const { name, exempts, check } = replyCase({
    name: promise.name,
    check(stage) {
      const foreignKey = stage.world.replies?.foreignKey
      assert.ok(foreignKey !== undefined, "a subject that offers a foreign message names it")
      return promise.check(stage, foreignKey)
    },
  })
  return {
    name,
    check,
    exempts: (subject: ConnectorSubject) =>
      exempts?.(subject) ?? (subject.offers.foreign === true ? undefined : "no message is foreign to it"),
  }
}

/** Makes a case of a promise about requests that arrive late. */
function lateCase(promise: {
  readonly name: string
  check(stage: ReplyStage, late: NonNullable<NonNullable<ConnectorWorld["replies"]>["late"]>): Promise<void>
}): ContractCase<ConnectorSubject> {
  const { name, exempts, check } = replyCase({
    name: promise.name,
    check(stage) {
      const late = stage.world.replies?.late
      assert.ok(late !== undefined, "a subject that offers late requests has them")
      return promise.check(stage, late)
    },
  })
  return {
    name,
    check,
    exempts: (subject) => exempts?.(subject) ?? (subject.offers.late === true ? undefined : "no request can be made to arrive late"),
  }
}

/** Makes a case of a promise about replies that are deleted. */
function retractCase(promise: {
  readonly name: string
  check(stage: ReplyStage, retract: (replyKey: MessageKey) => Promise<void>): Promise<void>
}): ContractCase<ConnectorSubject> {
  const { name, exempts, check } = replyCase({
    name: promise.name,
    check: (stage) =>
      promise.check(stage, async (replyKey) => {
        const { connector } = stage.world
        assert.ok(connector.doRetract !== undefined, "a connector that can delete replies has doRetract")
        await connector.doRetract({ messageKey: stage.reply.messageKey, replyKey })
      }),
  })
  return {
    name,
    check,
    exempts: (subject) => exempts?.(subject) ?? (subject.offers.retract === true ? undefined : "it cannot delete its replies"),
  }
}

/** Makes a case of a promise that concerns connectors that can reply. */
function replyCase({ name, check }: { readonly name: string; check(stage: ReplyStage): Promise<void> }): ContractCase<ConnectorSubject> {
  return {
    name,
    exempts: ({ capabilities }) => (capabilities.reply ? undefined : "it cannot reply"),
    check: (subject) => inWorld(subject, (world) => check(stageOf(world))),
  }
}

function stageOf(world: ConnectorWorld): ReplyStage {
  const { replies, now } = world
  assert.ok(replies !== undefined, "the subject of a connector that can reply must offer replies")
  const { messageKey } = replies
  return {
    world,
    reply: { messageKey, text: "Фонарь заменили, проверьте.", photos: [], idempotencyKey: "reply-of-the-contract", now },
    async send(connector, options) {
      assert.ok(connector.doReply !== undefined, "a connector that can reply has doReply")
      return connector.doReply(options)
    },
    async find(connector, { messageKey: key, text, idempotencyKey }) {
      assert.ok(connector.doFindReplies !== undefined, "a connector that can reply has doFindReplies")
      return connector.doFindReplies({ messageKey: key, text, idempotencyKey })
    },
    count: () => replies.count(),
  }
}
