import type { PolicyPreset } from "./preset.ts"
import { allRussia, crimea, sevastopol, sevastopolWall, ulyanovsk } from "./regulations.ts"
import { formalAppeal, moscowObjection, permObjection } from "./windows.ts"

/**
 * Terms that are published somewhere, as data: to start from, and to ask `simulatePolicies` what they would have meant. None applies by
 * itself; a host takes the policies that its own order names, under a calendar with the id `office`.
 *
 * Each says where its numbers come from and what the source leaves open.
 *
 * @example
 * const policies = policyPresets.find(({ id }) => id === "crimea")?.policies
 */
export const policyPresets: readonly PolicyPreset[] = [
  allRussia,
  sevastopol,
  sevastopolWall,
  crimea,
  ulyanovsk,
  moscowObjection,
  permObjection,
  formalAppeal,
]
