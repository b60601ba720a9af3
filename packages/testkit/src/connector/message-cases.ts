import assert from "node:assert/strict"
import { inputIssues, type IncomingMessage } from "@otklik/core"
import { incomingMessageSchema, networkOf } from "@otklik/core/connector"
import type { Contract } from "../contract.ts"
import { pullCase } from "./pull-case.ts"
import type { ConnectorSubject, ConnectorWorld } from "./subject.ts"
import { identityOf, isCanonical, walkSource, wholeSource } from "./walk.ts"

/** The fields that tell who wrote what where and in answer to what. */
const circumstances = ["url", "authorId", "threadKey", "parentKey", "repostOf", "communityKey", "attachments", "place"] as const

/** What a message is. */
export const messageCases: Contract<ConnectorSubject> = [
  pullCase({
    name: "messages: gives only messages that satisfy the message schema",
    check: async (world) => {
      for (const message of (await walkSource(world.connector, world, wholeSource)).messages) {
        const { error } = incomingMessageSchema.safeParse(message)
        assert.deepEqual(error === undefined ? [] : inputIssues(error), [])
      }
    },
  }),
  pullCase({
    name: "messages: writes every instant in its canonical spelling",
    check: async (world) => {
      for (const { publishedAt, editedAt } of (await walkSource(world.connector, world, wholeSource)).messages) {
        assert.ok(
          isCanonical(publishedAt) && (editedAt === undefined || isCanonical(editedAt)),
          "instants are ISO in UTC with milliseconds",
        )
      }
    },
  }),
  pullCase({
    name: "messages: gives only messages of its own network, unless it relays",
    exempts: ({ capabilities }) => (capabilities.relay ? "it relays messages of other networks" : undefined),
    check: async (world) => {
      const { network } = world.connector
      for (const { key } of (await walkSource(world.connector, world, wholeSource)).messages) assert.equal(networkOf(key), network)
    },
  }),
  pullCase({
    name: "messages: gives texts whole",
    check: async (world) => {
      for (const [found, expected] of await pairs(world)) assert.equal(found.text, expected.text)
    },
  }),
  pullCase({
    name: "messages: names the author, the place and the message answered, as the network does",
    check: async (world) => {
      for (const [found, expected] of await pairs(world)) {
        for (const field of circumstances) assert.deepEqual(found[field], expected[field], field)
      }
    },
  }),
]

/** The messages found, each with the one that was expected; that all are found is another case. */
async function pairs(world: ConnectorWorld): Promise<readonly (readonly [IncomingMessage, IncomingMessage])[]> {
  const expected = new Map(world.expected.map((message) => [identityOf(message), message]))
  const { messages } = await walkSource(world.connector, world, wholeSource)
  return messages.flatMap((found) => {
    const match = expected.get(identityOf(found))
    return match === undefined ? [] : [[found, match] as const]
  })
}
