import assert from "node:assert/strict"
import { networkOf, type MessageNotice, type MessagePage } from "@otklik/core/connector"
import type { Contract } from "../contract.ts"
import { pullCase, type PullCase } from "./pull-case.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"
import { walkSource, wholeSource } from "./walk.ts"

const kinds: Readonly<Record<MessageNotice["kind"], true>> = { deleted: true, "comments-closed": true }

/** What is reported messages that were read before. */
export const noticeCases: Contract<ConnectorSubject> = [
  noticeCase({
    name: "notices: reports an edit or a deletion of a message that was read, on one page, and not again",
    check: async (world) => {
      const { expected, pages } = await walkAfter(world, wholeSource)
      const received = pages.flatMap(({ notices = [] }) => notices.find(({ messageKey }) => messageKey === expected.messageKey) ?? [])
      assert.deepEqual(received, [expected])
    },
  }),
  noticeCase({
    name: "notices: gives only keys of its own network, unless it relays",
    exempts: ({ capabilities }) => (capabilities.relay ? "it relays messages of other networks" : undefined),
    check: async (world) => {
      const walked = await walkAfter(world, wholeSource)
      const network = networkOf(walked.expected.messageKey)
      for (const { messageKey } of noticesOf(walked)) assert.equal(networkOf(messageKey), network)
    },
  }),
  noticeCase({
    name: "notices: names a key at most once a page, with a kind of the list",
    check: async (world) => {
      for (const { notices = [] } of (await walkAfter(world, wholeSource)).pages) {
        assert.equal(new Set(notices.map(({ messageKey }) => messageKey)).size, notices.length, "duplicate notice of a message on a page")
        for (const { kind } of notices) assert.ok(Object.hasOwn(kinds, kind), "a notice has a kind of the list")
      }
    },
  }),
  noticeCase({
    name: "notices: counts them towards the limit of a page",
    check: async (world) => {
      const { pages } = await walkAfter(world, 1)
      assert.ok(
        pages.some(({ notices = [] }) => notices.length > 0),
        "no notice was given",
      )
      for (const { messages, skipped, notices = [] } of pages) {
        assert.ok(messages.length + skipped.length + notices.length <= 1, "a page of 1 must not contain more")
      }
    },
  }),
  {
    name: "notices: reads the notice in a push",
    exempts: ({ capabilities, offers }) =>
      capabilities.webhook && offers.pushedNotices === true ? undefined : "no push of it has a notice of a message",
    check: (subject) =>
      inWorld(subject, async ({ connector, pushes, now }) => {
        assert.ok(pushes?.withdrawn !== undefined, "a subject that offers pushed notices has pushes.withdrawn")
        const { request, notices } = await pushes.withdrawn()
        const received = await connector.doReceive?.(request, { now })
        assert.deepEqual(received?.notices, notices)
        assert.equal(received?.response.ok, true, "a genuine push is answered with success")
      }),
  },
]

/** Makes a case of it for sources that show what became of messages. */
function noticeCase({ name, exempts, check }: PullCase) {
  return pullCase({
    name,
    exempts: (subject) => (subject.offers.notices === true ? exempts?.(subject) : "its sources do not show what became of a message"),
    check,
  })
}

interface AfterNotice {
  readonly expected: MessageNotice
  readonly pages: readonly MessagePage[]
}

/** Reads the source, lets something become of a message while another appears, and reads on, twice to the end. */
async function walkAfter(world: ConnectorWorld, limit: number): Promise<AfterNotice> {
  const { connector, sourceId, now } = world
  assert.ok(world.withdraw !== undefined, "a subject that offers notices has withdraw")
  let { cursor } = await walkSource(connector, world, wholeSource)
  const expected = await world.withdraw()
  await world.append?.()
  const pages: MessagePage[] = []
  for (let ends = 0; ends < 2;) {
    assert.ok(pages.length < 100, "the source must reach its end")
    const page = await connector.doPull({ sourceId, limit, cursor, watchedKeys: [expected.messageKey], now })
    pages.push(page)
    ;({ cursor } = page)
    if (!page.more) ends += 1
  }
  return { expected, pages }
}

function noticesOf({ pages }: AfterNotice): readonly MessageNotice[] {
  return pages.flatMap(({ notices = [] }) => notices)
}
