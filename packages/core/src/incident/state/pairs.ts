import type { Problem } from "./state-parts.ts"
import type { IncidentStatus } from "./state.ts"

/** The last one only after an interim reply: a fix may be claimed before the final reply is written. */
const open = ["unknown", "planned", "fix-claimed"] as const
const final = ["explained", "fix-claimed", "fix-confirmed", "cannot-fix", "not-competent"] as const
const any = ["unknown", "planned", ...final, "refuted"] as const

/**
 * Which problem values each state of handling may have: "answered" is never "fixed", and a final reply never leaves the
 * problem open.
 *
 * A draft that follows a final reply (a correction, an answer to a later message) leaves the problem where it is, so
 * review and publishing may have any. A merged or converted incident keeps its own value.
 * One that was taken over from another system may have been answered and closed there without a word about the
 * problem: it stays `unknown`.
 */
export const legalProblems: Readonly<Record<Exclude<IncidentStatus, "none">, readonly Problem["value"][]>> = {
  candidate: ["unknown"],
  rejected: ["unknown"],
  dismissed: open,
  registered: open,
  assigned: open,
  returned: open,
  "in-work": open,
  "needs-info": open,
  "reply-review": any,
  publishing: any,
  "replied-interim": open,
  "replied-final": final,
  closed: final,
  // Refuted, or by a repeat or a supervisor's order the value that it had.
  reopened: ["refuted", ...final],
  merged: any,
  converted: any,
}
