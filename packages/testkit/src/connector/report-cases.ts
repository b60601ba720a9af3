import assert from "node:assert/strict"
import { isDeskError, type SkippedItem } from "@otklik/core"
import type { Contract } from "../contract.ts"
import { pullCase } from "./pull-case.ts"
import type { ConnectorSubject, ExpectedSkip } from "./subject.ts"
import { identityOf, isCanonical, pullPage, walkSource, wholeSource } from "./walk.ts"

const codes: Readonly<Record<SkippedItem["code"], true>> = {
  "not-json": true,
  invalid: true,
  "duplicate-key": true,
  "not-a-message": true,
  refused: true,
}

/** Where a skipped item is. */
const placeOf = ({ path, line }: Partial<ExpectedSkip>): string => `${path ?? ""} ${line ?? ""}`

const withoutSkips = ({ offers }: ConnectorSubject): string | undefined =>
  offers.skips ? undefined : "the subject has no item that cannot be understood"

/** What is reported things that could not be read. */
export const reportCases: Contract<ConnectorSubject> = [
  pullCase({
    name: "reports: reports every item that it cannot understand, once, whatever the limit",
    exempts: withoutSkips,
    check: async (world) => {
      for (const limit of [1, wholeSource]) {
        assert.equal((await walkSource(world.connector, world, limit)).skipped.length, world.expectedSkips.length, `pages of ${limit}`)
      }
    },
  }),
  pullCase({
    name: "reports: reports content of a kind that it does not know, with a reason, and takes it neither for nothing nor for a message",
    check: async (world) => {
      assert.ok(world.addUnknown !== undefined, "the subject of a connector whose sources can be pulled must have addUnknown")
      const { cursor } = await walkSource(world.connector, world, wholeSource)
      const unknown = await world.addUnknown()
      assert.ok(unknown.length > 0, "something unknown must appear")
      const { messages, skipped } = await pullPage(world.connector, world, wholeSource, cursor)
      assert.deepEqual(messages.map(identityOf), [], "content that cannot be read is no message")
      const pathOf = ({ path = "" }: Partial<ExpectedSkip>): string => path
      assert.deepEqual(skipped.map(pathOf).toSorted(), unknown.map(pathOf).toSorted(), "each is reported once, by its field")
      for (const { message } of skipped) assert.ok(message.trim() !== "", "a skipped item says what is wrong")
    },
  }),
  pullCase({
    name: "reports: says of a skipped item what is wrong and where: the field and, in a file, the line",
    exempts: withoutSkips,
    check: async (world) => {
      const expected = new Set(world.expectedSkips.map(placeOf))
      for (const { code, message, path, file, line } of (await walkSource(world.connector, world, wholeSource)).skipped) {
        assert.ok(Object.hasOwn(codes, code), "a skipped item has a code of the list")
        assert.ok(message.trim() !== "", "a skipped item says what was expected")
        assert.ok(file === undefined || (Number.isSafeInteger(line) && (line ?? 0) > 0), "a place in a file has a line")
        assert.ok(
          expected.has(placeOf({ path, ...(line === undefined ? {} : { line }) })),
          "a skipped item names the field and the line that are wrong",
        )
      }
    },
  }),
  pullCase({
    name: "reports: repeats no text and no author in a report of a skipped item",
    exempts: withoutSkips,
    check: async (world) => {
      const { skipped } = await walkSource(world.connector, world, wholeSource)
      assert.ok(skipped.length > 0, "something must be skipped")
      assertSilent(JSON.stringify(skipped), world.secrets)
    },
  }),
  pullCase({
    name: "reports: repeats no text, author or credential in an error",
    check: async (world) => {
      const { connector, now } = world
      const calls = [
        () => connector.doPull({ sourceId: "no such source", limit: 1, now }),
        () => pullPage(connector, world, 1, "not a cursor"),
        () => pullPage(connector, world, 0, undefined),
      ]
      for (const call of calls) {
        try {
          await call()
        } catch (error) {
          assertSilent(`${String(error)} ${isDeskError(error) ? JSON.stringify(error.details) : ""}`, world.secrets)
        }
      }
    },
  }),
  pullCase({
    name: "reports: gives a gap as a half-open interval with a reason",
    exempts: ({ offers }) => (offers.gaps ? undefined : "the subject has no gap"),
    check: async (world) => {
      const { pages } = await walkSource(world.connector, world, wholeSource)
      const gaps = pages.flatMap(({ page }) => page.gaps)
      assert.ok(gaps.length > 0, "the gap must be reported")
      for (const { from, to, reason } of gaps) {
        assert.ok(isCanonical(from) && isCanonical(to) && from < to, "a gap begins before it ends, in canonical instants")
        assert.ok(reason.trim() !== "", "a gap has a reason")
      }
    },
  }),
  pullCase({
    name: "reports: gives past moments as the limits of what it read",
    check: async (world) => {
      const { pages } = await walkSource(world.connector, world, wholeSource)
      assert.ok(pages.length > 0, "a page must be read")
      for (const { page } of pages) {
        for (const moment of [page.since, page.lookedTo]) {
          assert.ok(moment === undefined || (isCanonical(moment) && moment <= world.now), "it is a canonical instant, not after the asking")
        }
      }
    },
  }),
]

function assertSilent(report: string, secrets: readonly string[]): void {
  assert.ok(!secrets.some((secret) => report.includes(secret)), "a text, an author or a credential was repeated")
}
