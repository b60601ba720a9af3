import assert from "node:assert/strict"
import type { Contract, ContractCase } from "../contract.ts"
import { runChaos } from "./run-chaos.ts"
import type { ChaosCounts, ChaosOffer, ChaosReport, ChaosSubject } from "./subject.ts"

const runs = new WeakMap<ChaosSubject, Promise<ChaosReport>>()

/** The run of a subject: once, whatever is looked at. */
function runOf(subject: ChaosSubject): Promise<ChaosReport> {
  const run = runs.get(subject) ?? runChaos(subject)
  runs.set(subject, run)
  return run
}

/** Fails a run that had nothing to look at: a check that cannot fail must not pass. */
function needs(counts: ChaosCounts, ...names: readonly (keyof ChaosCounts)[]): void {
  for (const name of names) assert.ok(counts[name] > 0, `the run has nothing to check: ${name} was 0; ask for more messages or rounds`)
}

function without(offers: readonly ChaosOffer[], why: string): NonNullable<ContractCase<ChaosSubject>["exempts"]> {
  return (subject) => (offers.some((offer) => subject.offers.includes(offer)) ? undefined : why)
}

/**
 * What a connector promises while everything around it fails: the desk is played days of its simulated network, see
 * {@link runChaos}. All cases look at one run of the subject.
 */
export const chaosContract: Contract<ChaosSubject> = [
  {
    name: "chaos: every message that is to be found is found",
    async check(subject) {
      const { lost, counts } = await runOf(subject)
      needs(counts, "expected", "disturbed")
      if (subject.killEvery !== undefined) needs(counts, "kills")
      assert.deepEqual(lost, [])
    },
  },
  {
    name: "chaos: what a lasting error keeps from being read is reported: a gap, and a problem of doCheck",
    exempts: without(["lasting-errors"], "the network has no thread that can be made to fail for ever"),
    async check(subject) {
      const { untold, counts } = await runOf(subject)
      needs(counts, "unreadable", "disturbed")
      assert.deepEqual(untold, [])
    },
  },
  {
    name: "chaos: no message is found twice",
    async check(subject) {
      const { doubled, counts } = await runOf(subject)
      needs(counts, "incidents", "disturbed")
      assert.deepEqual(doubled, [])
    },
  },
  {
    name: "chaos: nothing unrelated to the desk is stored",
    async check(subject) {
      const { strangers, counts } = await runOf(subject)
      needs(counts, "incidents", "disturbed")
      assert.deepEqual(strangers, [])
    },
  },
  {
    name: "chaos: edits arrive as revisions, and nothing else does",
    exempts: without(["edited-posts", "edited-comments"], "the network shows no edits"),
    async check(subject) {
      const { outdated, counts } = await runOf(subject)
      needs(counts, "edits", "disturbed")
      assert.deepEqual(outdated, [])
    },
  },
  {
    name: "chaos: deletions and closed comments arrive as notices, and nothing else does",
    exempts: without(["deleted-posts", "deleted-comments", "closed-comments"], "the network shows neither deletions nor closed comments"),
    async check(subject) {
      const { unnoticed, counts } = await runOf(subject)
      assert.ok(counts.deletions + counts.closings > 0, "the run has nothing to check: nothing was deleted or closed")
      needs(counts, "disturbed")
      assert.deepEqual(unnoticed, [])
    },
  },
  {
    name: "chaos: every approved reply is published once under its message, and no other reply is",
    exempts: without(["replies"], "it publishes no replies"),
    async check(subject) {
      const { replies, counts } = await runOf(subject)
      needs(counts, "approved", "published", "disturbed")
      assert.deepEqual(replies, [])
    },
  },
  {
    name: "chaos: no token, name or text is emitted, and no token or name is stored",
    async check(subject) {
      const { leaks, silent, counts } = await runOf(subject)
      needs(counts, "incidents", "disturbed")
      assert.deepEqual(silent, [], "the run has nothing to check: nothing was emitted on a channel")
      assert.deepEqual(leaks, [])
    },
  },
]
