import { expect, it } from "vitest"
import { runChaos } from "./run.ts"

it("a chaotic day of five networks loses nothing, doubles nothing, and tells no secret", async () => {
  const { counts, ...wrong } = await runChaos({ seed: 20_261_124, messages: 300, rounds: 6 })
  expect(wrong).toEqual({ lost: [], doubled: [], strangers: [], replies: [], leaks: [] })
  expect(counts.expected).toBeGreaterThan(100)
  for (const name of ["approved", "failures", "pushes", "kills"] as const) expect(counts[name], name).toBeGreaterThan(0)
}, 60_000)
