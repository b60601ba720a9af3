import { expect, it } from "vitest"
import { createBurstWatch } from "../src/index.ts"
import { score } from "./score.ts"
import { createStream } from "./stream.ts"

// One of the seeds that the constants were chosen on; `bench/bursts.ts` measures others, and longer.
it("outages are found within a few messages, the small ones too, and false alarms are few", () => {
  const [days, quietDays] = [150, 60]
  const stream = createStream({ seed: 4, days, daily: 150, quietDays, weekly: 3 })
  const { falseAlarms, found, missed } = score(createBurstWatch({ zone: "UTC" }), stream, Date.UTC(2026, 0, 5) + quietDays * 86_400_000)
  expect(falseAlarms.length).toBeLessThanOrEqual((2 * (days - quietDays)) / 30)
  expect(found.length / stream.outages.length).toBeGreaterThanOrEqual(0.97)
  expect(missed.filter(({ size }) => size === "large")).toEqual([])
  expect(found.map(({ messages }) => messages).toSorted((one, other) => one - other)[found.length >> 1]).toBeLessThanOrEqual(6)
})
