import type { SimulatedFaultKind } from "../network/index.ts"
import type { ChaosNetwork } from "./subject.ts"
import { oneOf } from "../random.ts"

/** The ways in which any call fails, that pass. */
const passing: readonly SimulatedFaultKind[] = [
  "rate-limit",
  "daily-limit",
  "captcha",
  "token-expired",
  "token-revoked",
  "server-error",
  "cut-before",
  "cut-after",
  "slow",
  "malformed",
  "changed-shape",
  "duplicate",
  "reorder",
]

/** The ways in which a network says no to a reply for good: a person has to look, and may send it once more. */
const refusing: readonly SimulatedFaultKind[] = ["flood", "comments-closed", "links-forbidden", "too-many-replies"]

/** Longer than a connector waits for an answer by itself, milliseconds. */
const tooSlow = 31_000

/** Makes one call in ten go wrong until the network is healed, and pushes come twice or turned round. */
export function disturb({ simulator, replyOperation, moreFaults = [] }: ChaosNetwork, random: () => number): void {
  const kind = oneOf([...passing, ...moreFaults], random) ?? "server-error"
  simulator.inject({ kind, every: 10, times: Infinity, millis: tooSlow })
  for (const push of ["duplicate", "reorder"] as const) {
    if (random() < 0.5) simulator.inject({ kind: push, operation: "push", times: Infinity })
  }
  if (replyOperation === undefined || random() < 0.5) return
  simulator.inject({ kind: oneOf(refusing, random) ?? "flood", operation: replyOperation, every: 5, times: Infinity })
}
