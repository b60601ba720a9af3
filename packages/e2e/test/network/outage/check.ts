import assert from "node:assert/strict"
import { playOutage, type OutageOptions } from "./outage.ts"

/**
 * Checks that nothing is lost in silence: what was written while nobody ran is found once, or lies in a gap that is
 * reported.
 *
 * @throws of `node:assert`
 */
export async function checkOutage(options: OutageOptions): Promise<void> {
  const { written, missing, silent, twice, ghosts, isDeletionNoted, isEditKnown, place, behind } = await playOutage(options)
  assert.deepEqual({ silent, twice, ghosts }, { silent: [], twice: [], ghosts: [] })
  assert(written.size >= options.steps * 4, "too little was written to prove anything")
  if (options.maxCalls < 200) return
  const isShown = options.minutes <= place.reachMinutes
  if (isShown) assert.deepEqual(missing, [], "the network shows it, and enough calls were left")
  assert.equal(isDeletionNoted, true, "that a tracked message was deleted")
  assert.equal(isEditKnown, true, "the text of a tracked message that was changed")
  // Instagram looks at one watched message a call: of more than that the last one waits for its turn, a reading an
  // hour.
  const turns = options.name === "instagram" ? Math.ceil(written.size / options.maxCalls) : 1
  assert(Math.max(...behind) < 60 * turns, "a source was not read to its end")
}
