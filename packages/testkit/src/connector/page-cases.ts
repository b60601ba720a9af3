import assert from "node:assert/strict"
import { isDeskError } from "@otklik/core"
import type { Contract } from "../contract.ts"
import { pullCase } from "./pull-case.ts"
import type { ConnectorSubject } from "./subject.ts"
import { identityOf, pullPage, rejectionOf, walkSource, wholeSource } from "./walk.ts"

/** Pages that are larger and smaller than what the sources hold; a page of one shows every boundary. */
const limits = [1, 2, 7, wholeSource]

/** A limit that none of the other cases uses, so that a page is asked for again as it was. */
const repeatedLimit = 3

/** As {@link repeatedLimit}, of the order of messages. */
const orderedLimit = 5

/** How pages follow each other. */
export const pageCases: Contract<ConnectorSubject> = [
  pullCase({
    name: "pages: gives every message exactly once, whatever the limit",
    check: async (world) => {
      const expected = world.expected.map(identityOf).toSorted()
      for (const limit of limits) {
        const { messages } = await walkSource(world.connector, world, limit)
        assert.deepEqual(messages.map(identityOf).toSorted(), expected, `pages of ${limit}`)
      }
    },
  }),
  pullCase({
    name: "pages: never gives more than the limit, skipped items counted",
    check: async (world) => {
      for (const limit of limits) {
        for (const { page } of (await walkSource(world.connector, world, limit)).pages) {
          assert.ok(page.messages.length + page.skipped.length <= limit, `a page of ${limit} must not contain more`)
        }
      }
    },
  }),
  pullCase({
    name: "pages: refuses a limit that is no whole number of 1 or more",
    check: async (world) => {
      for (const limit of [0, -1, 1.5, Number.NaN]) {
        await rejectionOf(() => pullPage(world.connector, world, limit, undefined), `a limit of ${limit} must be refused`)
      }
    },
  }),
  pullCase({
    name: "pages: gives the same page for the same cursor",
    check: async (world) => {
      const { pages } = await walkSource(world.connector, world, repeatedLimit)
      for (const { asked, page } of pages) {
        for (let time = 0; time < 2; time += 1) assert.deepEqual(await pullPage(world.connector, world, repeatedLimit, asked), page)
      }
    },
  }),
  pullCase({
    name: "pages: gives the same page for the same cursor after a restart",
    check: async (world) => {
      const { pages } = await walkSource(world.connector, world, repeatedLimit)
      for (const { asked, page } of pages) assert.deepEqual(await pullPage(await world.reopen(), world, repeatedLimit, asked), page)
    },
  }),
  pullCase({
    name: "pages: stays at the end: nothing more, the same cursor",
    check: async (world) => {
      const { cursor } = await walkSource(world.connector, world, wholeSource)
      for (let time = 0; time < 3; time += 1) {
        const { messages, skipped, more, cursor: next } = await pullPage(world.connector, world, wholeSource, cursor)
        assert.deepEqual({ messages, skipped, more, next }, { messages: [], skipped: [], more: false, next: cursor })
      }
    },
  }),
  pullCase({
    name: "pages: goes on from the end when something new appears",
    exempts: ({ offers }) => (offers.append ? undefined : "the subject cannot make a message appear"),
    check: async (world) => {
      assert.ok(world.append !== undefined, "a subject that offers append has append")
      const { cursor } = await walkSource(world.connector, world, wholeSource)
      const added = await world.append()
      const page = await pullPage(world.connector, world, wholeSource, cursor)
      assert.deepEqual(page.messages.map(identityOf), [identityOf(added)])
      assert.equal(page.more, false)
    },
  }),
  pullCase({
    name: "pages: gives a key at most once a page: an edit of a message begins another page",
    check: async (world) => {
      for (const limit of limits) {
        for (const { page } of (await walkSource(world.connector, world, limit)).pages) {
          const keys = page.messages.map((message) => message.key)
          assert.equal(new Set(keys).size, keys.length, "duplicate key on a page")
        }
      }
    },
  }),
  pullCase({
    name: "pages: gives cursors that a database can keep: text, not empty, well formed, without NUL",
    check: async (world) => {
      for (const { page } of (await walkSource(world.connector, world, 1)).pages) {
        const cursor: unknown = page.cursor
        assert.ok(
          typeof cursor === "string" && cursor !== "" && cursor.isWellFormed() && !cursor.includes("\0"),
          "a cursor must be a plain text",
        )
      }
    },
  }),
  pullCase({
    name: "pages: refuses a cursor that it did not give, with config or protocol, and does not begin anew",
    check: async (world) => {
      for (const cursor of ["", "not a cursor", "{}", "[1,2,3]"]) {
        const error = await rejectionOf(() => pullPage(world.connector, world, 1, cursor), "a foreign cursor must be refused")
        assert.ok(isDeskError(error, "config") || isDeskError(error, "protocol"), "a foreign cursor is a config or protocol error")
      }
    },
  }),
  pullCase({
    name: "pages: refuses an unknown source with config",
    check: async (world) => {
      const call = () => world.connector.doPull({ sourceId: "no such source", limit: 1, now: world.now })
      assert.ok(isDeskError(await rejectionOf(call, "an unknown source must be refused"), "config"), "an unknown source is a config error")
    },
  }),
  pullCase({
    name: "pages: does not begin a page under an aborted signal, and is whole afterwards",
    check: async (world) => {
      const reason = new Error("the host stops")
      const { connector, sourceId, now } = world
      const call = () => connector.doPull({ sourceId, limit: wholeSource, now, signal: AbortSignal.abort(reason) })
      assert.equal(await rejectionOf(call, "an aborted pull must reject"), reason, "an aborted pull rejects with the signal's reason")
      assert.ok((await pullPage(connector, world, wholeSource, undefined)).messages.length > 0)
    },
  }),
  pullCase({
    name: "pages: gives messages in the order in which they were published, where the source promises it",
    exempts: ({ offers }) => (offers.ordered === true ? undefined : "its source promises no order"),
    check: async (world) => {
      const source = world.connector.sources.find(({ id }) => id === world.sourceId)
      assert.equal(source?.order, "published", "the source must promise its order exactly when the subject says so")
      const { messages } = await walkSource(world.connector, world, orderedLimit)
      const moments = messages.map(({ publishedAt }) => Date.parse(publishedAt))
      assert.deepEqual(
        moments,
        moments.toSorted((one, other) => one - other),
        "no message may come before an earlier one",
      )
      assert.ok(new Set(moments).size > 1, "the subject must offer messages of different moments")
    },
  }),
]
