// CPU time of two sides and of a baseline, in one process, run by turns.

/** What a side does with one text. */
export type Side = (text: string) => unknown

/** Medians over the accepted runs. */
export interface Measured {
  /** Microseconds of CPU a text. */
  readonly ours: number
  readonly theirs: number
  /** Reading every char code and doing nothing else. */
  readonly baseline: number
  /** Medians of the ratios of single runs. */
  readonly ratio: number
  readonly toBaseline: number
  readonly runs: number
  readonly rejected: number
}

let sink = 0
const baselineOf: Side = (text) => {
  let sum = 0
  for (let index = 0; index < text.length; index++) sum = (sum + text.charCodeAt(index)) | 0
  sink ^= sum
}

/**
 * The quickest baseline of the process, in microseconds a UTF-16 unit: what the loop costs when it is compiled well.
 */
let quickest = Number.POSITIVE_INFINITY
/** A run whose baseline costs so much more than the quickest one is told apart from a good one. */
const tolerance = 1.35

function cpuMicros(side: Side, texts: readonly string[]): number {
  const before = process.cpuUsage()
  for (const text of texts) side(text)
  const spent = process.cpuUsage(before)
  return spent.user + spent.system
}

/** Median; the lower of the two in the middle. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[(numbers.length - 1) >> 1] ?? Number.NaN
}

/**
 * Runs both sides and the baseline by turns over the same texts. Every run has texts of its own while there are enough,
 * so that nobody is asked about a text again soon.
 *
 * @param ours - one side
 * @param theirs - the other
 * @param texts - what to run over
 * @param perRun - how many texts a run
 * @param runs - how many runs must be accepted
 */
export function measure(ours: Side, theirs: Side, texts: readonly string[], perRun: number, runs: number): Measured {
  const chunk = (run: number): readonly string[] => {
    const chunks = Math.max(1, Math.floor(texts.length / perRun))
    const from = (run % chunks) * perRun
    return texts.slice(from, from + perRun)
  }
  const warm = chunk(0)
  for (const side of [baselineOf, ours, theirs, baselineOf]) cpuMicros(side, warm)
  for (let round = 0; round < 20; round++) cpuMicros(baselineOf, warm)
  const accepted: { readonly ours: number; readonly theirs: number; readonly baseline: number }[] = []
  let rejected = 0
  for (let run = 1; accepted.length < runs && run < runs * 4; run++) {
    const part = chunk(run)
    const units = part.reduce((sum, text) => sum + text.length, 0)
    const repeats = 8
    let baseline = 0
    for (let repeat = 0; repeat < repeats / 2; repeat++) baseline += cpuMicros(baselineOf, part)
    const one = cpuMicros(ours, part)
    const other = cpuMicros(theirs, part)
    for (let repeat = 0; repeat < repeats / 2; repeat++) baseline += cpuMicros(baselineOf, part)
    baseline /= repeats
    quickest = Math.min(quickest, baseline / units)
    if (baseline / units > quickest * tolerance) rejected += 1
    else accepted.push({ ours: one / part.length, theirs: other / part.length, baseline: baseline / part.length })
  }
  if (sink === 1) console.log("")
  return {
    ours: median(accepted.map((run) => run.ours)),
    theirs: median(accepted.map((run) => run.theirs)),
    baseline: median(accepted.map((run) => run.baseline)),
    ratio: median(accepted.map((run) => run.theirs / run.ours)),
    toBaseline: median(accepted.map((run) => run.ours / run.baseline)),
    runs: accepted.length,
    rejected,
  }
}

/** CPU seconds of some work. */
export function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const spent = process.cpuUsage(before)
  return (spent.user + spent.system) / 1e6
}

/** Bytes that are in use after a collection; needs `--expose-gc`. */
export function bytesInUse(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
