import assert from "node:assert/strict"
import {
  isDeskError,
  messageKeySchema,
  type Connector,
  type FindReplyOptions,
  type MessageKey,
  type ReplyOptions,
  type ReplyReceipt,
} from "@otklik/core"
import type { Contract, ContractCase } from "../contract.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"
import { isCanonical, rejectionOf } from "./walk.ts"

/** What the reply cases need of a world. */
interface ReplyStage {
  readonly world: ConnectorWorld
  readonly reply: ReplyOptions
  send(connector: Connector, options: ReplyOptions): Promise<ReplyReceipt>
  find(connector: Connector, options: FindReplyOptions): Promise<ReplyReceipt | undefined>
  count(): Promise<number>
}

/** How replies are published. */
export const replyCases: Contract<ConnectorSubject> = [
  replyCase({
    name: "replies: publishes a reply and proves it by a receipt: its key, its URL, a canonical instant",
    check: async ({ world, reply, send, count }) => {
      const { replyKey, url, publishedAt } = await send(world.connector, reply)
      assert.equal(await count(), 1, "one reply must stand")
      assert.ok(messageKeySchema.safeParse(replyKey).success, "a receipt holds the reply's key")
      assert.ok(URL.canParse(url), "a receipt holds an absolute URL")
      assert.ok(isCanonical(publishedAt), "a receipt holds a canonical instant")
    },
  }),
  replyCase({
    name: "replies: publishes once when the same idempotency key is used again",
    check: async ({ world, reply, send, count }) => {
      const first = await send(world.connector, reply)
      assert.deepEqual(await send(world.connector, reply), first, "the second try gives the first one's receipt")
      assert.equal(await count(), 1, "one reply must stand")
    },
  }),
  replyCase({
    name: "replies: publishes once when the same idempotency key is used several times at once",
    check: async ({ world, reply, send, count }) => {
      await Promise.all([send(world.connector, reply), send(world.connector, reply), send(world.connector, reply)])
      assert.equal(await count(), 1, "one reply must stand")
    },
  }),
  replyCase({
    name: "replies: finds after a restart what was published before it, and does not publish it again",
    check: async ({ world, reply, send, find, count }) => {
      const receipt = await send(world.connector, reply)
      const restarted = await world.reopen()
      assert.deepEqual(await find(restarted, reply), receipt, "the receipt must be found")
      assert.deepEqual(await send(restarted, reply), receipt, "the reply must not be published again")
      assert.equal(await count(), 1, "one reply must stand")
    },
  }),
  replyCase({
    name: "replies: finds the receipt of a reply that it published",
    check: async ({ world, reply, send, find }) => {
      const receipt = await send(world.connector, reply)
      assert.deepEqual(await find(world.connector, reply), receipt)
    },
  }),
  replyCase({
    name: "replies: finds nothing where nothing was published",
    check: async ({ world, reply, find, count }) => {
      assert.equal(await find(world.connector, reply), undefined)
      assert.equal(await count(), 0, "looking must not publish")
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
    name: "replies: says of a message that may be answered that it can, the same after a restart",
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
    name: "replies: says of a message that it cannot answer that it cannot",
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
    reply: { messageKey, text: "Фонарь заменили, проверьте.", photoUrls: [], idempotencyKey: "reply-of-the-contract", now },
    async send(connector, options) {
      assert.ok(connector.doReply !== undefined, "a connector that can reply has doReply")
      return connector.doReply(options)
    },
    async find(connector, { messageKey: key, text, idempotencyKey }) {
      assert.ok(connector.doFindReply !== undefined, "a connector that can reply has doFindReply")
      return connector.doFindReply({ messageKey: key, text, idempotencyKey })
    },
    count: () => replies.count(),
  }
}
