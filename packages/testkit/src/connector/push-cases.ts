import assert from "node:assert/strict"
import { incomingMessageSchema, type Received } from "@otklik/core/connector"
import type { Contract, ContractCase } from "../contract.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"
import { identityOf } from "./walk.ts"

/**
 * A body that never ends comes in pieces; nobody may take in more of it than the most. Bytes; networks' largest pushes
 * are a few MiB.
 */
const pieceBytes = 256 * 1024
const mostBytes = 16 * 1024 * 1024

/** How pushes are read. */
export const pushCases: Contract<ConnectorSubject> = [
  pushCase({
    name: "pushes: reads the messages of a push, and answers with success",
    check: async (pushes, receive) => {
      const { request, messages } = await pushes.genuine()
      const received = await receive(request)
      assert.deepEqual(received.messages.map(identityOf), messages.map(identityOf))
      assert.ok(
        received.messages.every((message) => incomingMessageSchema.safeParse(message).success),
        "a pushed message satisfies the message schema",
      )
      assert.ok(received.response.ok, "a genuine push is answered with success")
    },
  }),
  pushCase({
    name: "pushes: takes nothing from a push that the network did not send, and answers with a refusal",
    check: async (pushes, receive) => {
      const received = await receive(await pushes.forged())
      assert.deepEqual(received.messages, [])
      assert.ok(received.response.status >= 400 && received.response.status < 500, "a forged push is answered with a status of 4xx")
    },
  }),
  pushCase({
    name: "pushes: reports a push of a kind that it does not know, and answers with success",
    check: async (pushes, receive) => {
      const received = await receive(await pushes.unknown())
      assert.deepEqual(received.messages, [])
      assert.equal(received.skipped.length, 1, "what is not known must be reported")
      assert.ok(received.skipped[0]?.message.trim() !== "", "a skipped item says what is wrong")
      assert.ok(received.response.ok, "a genuine push is answered with success, or it comes again for ever")
    },
  }),
  pushCase({
    name: "pushes: reads no further than a push may be long, and answers with a refusal",
    check: async (pushes, receive) => {
      const { url, headers } = (await pushes.genuine()).request
      const kept = new Headers(headers)
      kept.delete("content-length")
      let taken = 0
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          taken += pieceBytes
          if (taken > mostBytes) controller.error(new RangeError("more was read than any push may contain"))
          else controller.enqueue(new Uint8Array(pieceBytes))
        },
      })
      const received = await receive(new Request(url, { method: "POST", headers: kept, body, duplex: "half" }))
      assert.deepEqual(received.messages, [])
      assert.ok(
        received.response.status >= 400 && received.response.status < 500,
        "a push that never ends is answered with a status of 4xx",
      )
    },
  }),
]

/** A promise that concerns connectors that take pushes. */
interface PushCase {
  readonly name: string
  check(pushes: NonNullable<ConnectorWorld["pushes"]>, receive: (request: Request) => Promise<Received>): Promise<void>
}

/** Makes a case of it: each run has a world of its own. */
function pushCase({ name, check }: PushCase): ContractCase<ConnectorSubject> {
  return {
    name,
    exempts: ({ capabilities }) => (capabilities.webhook ? undefined : "it takes no pushes"),
    check: (subject) =>
      inWorld(subject, async ({ connector, pushes, now }) => {
        assert.ok(pushes !== undefined, "the subject of a connector that takes pushes must offer pushes")
        await check(pushes, async (request) => {
          assert.ok(connector.doReceive !== undefined, "a connector that takes pushes has doReceive")
          return connector.doReceive(request, { now })
        })
      }),
  }
}
