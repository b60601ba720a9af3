// Kills the demo at random moments, again and again, until it has finished; its incidents must be those of a run that
// nobody disturbed, byte for byte. `--times N` kills (default 50), `--copies N` of each bundled message (default 40),
// `--seed N` to repeat the moments of a run.
import { randomInt } from "node:crypto"
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { runDemo } from "./demo-process.ts"
import { createRandom } from "@otklik/testkit"
import { repeatMessages } from "./repeat-messages.ts"

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "50" },
    copies: { type: "string", default: "40" },
    seed: { type: "string", default: String(randomInt(1, 2 ** 31)) },
  },
})
const [times, copies, seed] = [Number(values.times), Number(values.copies), Number(values.seed)]
for (const [name, value] of Object.entries({ times, copies, seed })) {
  if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`--${name} is a whole number, 1 or more`)
}

const archive = readFileSync(new URL("../../../examples/zabaykalye/demo/messages/day.ndjson", import.meta.url), "utf8")
const folder = mkdtempSync(join(tmpdir(), "otklik-crash-"))
try {
  const input = join(folder, "input.ndjson")
  writeFileSync(input, repeatMessages(archive, copies))

  const calm = join(folder, "calm")
  const { milliseconds: whole } = await runDemo({ input, out: calm })
  const expected = readIncidents(calm)
  // With nothing left to read: starting, and writing the results again. Half of it is about what starting takes, and
  // dying there proves little.
  const { milliseconds: idle } = await runDemo({ input, out: calm })
  const killAfter = (moment: number): number => idle / 2 + moment * Math.max(0, whole - idle / 2)
  console.log(`undisturbed: ${expected.trimEnd().split("\n").length} incidents in ${(whole / 1000).toFixed(1)} s; seed ${seed}`)

  const nextMoment = createRandom(seed)
  let kills = 0
  let hits = 0
  let rounds = 0
  while (kills < times) {
    rounds += 1
    const out = join(folder, `killed-${rounds}`)
    for (let finished = false; !finished;) {
      // Once every kill has been spent, the last run may finish in peace.
      const begin = Date.now()
      const { outcome } = await runDemo(kills < times ? { input, out, killAfter: killAfter(nextMoment()) } : { input, out })
      finished = outcome === "finished"
      if (finished) break
      kills += 1
      if (lastWrite(out) >= begin) hits += 1
    }
    const found = readIncidents(out)
    if (found !== expected) throw new Error(`round ${rounds} (seed ${seed}): ${firstDifference(expected, found)}`)
    rmSync(out, { recursive: true, force: true })
  }
  console.log(
    `${kills} kills, ${hits} of them after something had been written in that run, in ${rounds} rounds: the incidents are the same, byte for byte`,
  )
  // A loop that kills nothing but starting processes proves nothing.
  if (hits * 3 < kills) throw new Error("too few kills hit work under way: raise --copies")
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** When a file of a folder was last written, in milliseconds; 0 for a folder that is empty or absent. */
function lastWrite(out: string): number {
  if (!existsSync(out)) return 0
  return Math.max(0, ...readdirSync(out).map((file) => statSync(join(out, file)).mtimeMs))
}

function readIncidents(out: string): string {
  const text = readFileSync(join(out, "incidents.ndjson"), "utf8")
  if (text.trim() === "") throw new Error("the demo found no incidents: there is nothing to compare")
  return text
}

function firstDifference(expected: string, found: string): string {
  const [left, right] = [expected.split("\n"), found.split("\n")]
  const index = left.findIndex((line, place) => line !== right[place])
  return `incidents.ndjson differs at line ${(index === -1 ? left.length : index) + 1}; ${left.length - 1} lines were expected, ${right.length - 1} found`
}
