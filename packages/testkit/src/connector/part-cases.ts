import assert from "node:assert/strict"
import { addMinutes, isDeskError, type Gap } from "@otklik/core"
import type { Contract } from "../contract.ts"
import { pullCase } from "./pull-case.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"
import { identityOf, walkSource, wholeSource } from "./walk.ts"

/** Rounds of reading, and the minutes between them: a thread that fails for so long is not waited for any more. */
const rounds = 12
const roundMinutes = 60

/** Reads on and on, as a desk does: what a page held is kept, whatever becomes of the next. */
async function readRounds({ connector, sourceId, now }: ConnectorWorld): Promise<{ keys: ReadonlySet<string>; gaps: readonly Gap[] }> {
  const keys = new Set<string>()
  const gaps: Gap[] = []
  let cursor: string | undefined
  for (let round = 0; round < rounds; round += 1) {
    try {
      for (let more = true; more;) {
        const place = cursor === undefined ? {} : { cursor }
        const page = await connector.doPull({ sourceId, limit: wholeSource, now: addMinutes(now, round * roundMinutes), ...place })
        for (const { key } of page.messages) keys.add(key)
        gaps.push(...page.gaps)
        ;({ cursor, more } = page)
      }
    } catch (error) {
      assert.ok(isDeskError(error), "what fails is an error of the desk")
    }
  }
  return { keys, gaps }
}

const without = (offer: keyof ConnectorSubject["offers"], why: string) => ({
  exempts: ({ offers }: ConnectorSubject): string | undefined => (offers[offer] === true ? undefined : why),
})

/** What becomes of the whole where a part fails. */
export const partCases: Contract<ConnectorSubject> = [
  pullCase({
    name: "parts: reads everything although the network gives less at a time than it is asked for",
    ...without("lessAtATime", "its network does not ask to be asked for less"),
    check: async (world) => {
      assert.ok(world.giveLess !== undefined, "a subject that offers lessAtATime has giveLess")
      await world.giveLess()
      const { messages } = await walkSource(world.connector, world, wholeSource)
      assert.deepEqual(messages.map(identityOf).toSorted(), world.expected.map(identityOf).toSorted())
    },
  }),
  pullCase({
    name: "parts: reports what it cannot understand where that is everything, and does not take it for nothing",
    ...without("garbled", "its network cannot be made to give everything in another shape"),
    check: async (world) => {
      assert.ok(world.garble !== undefined, "a subject that offers garbled has garble")
      await world.garble()
      const keys = new Set(world.expected.map(({ key }) => key))
      const { messages, skipped } = await walkSource(world.connector, world, wholeSource)
      assert.ok(!messages.some(({ key }) => keys.has(key)), "what has another shape is no message")
      // A network that refuses to be read at all would reject; silence is what must not be.
      assert.ok(skipped.length > world.expectedSkips.length, "what could not be understood must be reported")
    },
  }),
  {
    name: "parts: goes on without a thread that always fails: the rest is read, the gap is reported, and doCheck names it",
    exempts({ capabilities, offers }) {
      if (!capabilities.pull) return "the connector takes no pulls"
      return offers.lastingErrors === undefined ? "its source has no threads, or none that can be made to fail" : undefined
    },
    async check(subject) {
      const { lastingErrors = [] } = subject.offers
      assert.ok(lastingErrors.length > 0, "a subject whose threads can fail names the errors")
      for (const code of lastingErrors) await inWorld(subject, (world) => readWithoutThread(world, code))
    },
  },
]

async function readWithoutThread(world: ConnectorWorld, code: number): Promise<void> {
  assert.ok(world.failThread !== undefined, "a subject that offers lastingErrors has failThread")
  const { problems: before } = await world.connector.doCheck()
  const lost = new Set(await world.failThread(code))
  assert.ok(lost.size > 0, "something must be in the thread")
  const { keys, gaps } = await readRounds(world)
  const unread = world.expected.filter(({ key }) => !keys.has(key))
  const elsewhere = unread.filter(({ key }) => !lost.has(key)).map(({ key }) => key)
  assert.deepEqual(elsewhere, [], `error ${code}: what is elsewhere must be read`)
  for (const { key, publishedAt } of unread) {
    const isReported = gaps.some(({ from, to }) => from <= publishedAt && publishedAt < to)
    assert.ok(isReported || !lost.has(key), `error ${code}: what could not be read must lie in a gap`)
  }
  const { ok, problems } = await world.connector.doCheck()
  assert.ok(!ok && problems.some((problem) => !before.includes(problem)), `error ${code}: the check must say that something cannot be read`)
}
