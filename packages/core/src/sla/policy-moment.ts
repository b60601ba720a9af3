import type { StartMoment } from "../incident/index.ts"

/**
 * A moment from which a term can run, in the order in which they come to an incident. Clocks of the first four are started by the desk
 * (`planClocks`); a term from one of the others is reckoned by `deadline` from the moment itself.
 *
 * - `interim-published`: an interim reply stands in the network (the term of the final one);
 * - `final-published`: the final reply stands in the network (the window for objections);
 * - `converted`: it goes on as a formal appeal (that one's statutory term).
 */
export type PolicyMoment = StartMoment | "interim-published" | "final-published" | "converted"

/** The moments in the order in which they come. */
export const momentOrder = [
  "published",
  "detected",
  "registered",
  "assigned",
  "interim-published",
  "final-published",
  "converted",
] as const satisfies readonly PolicyMoment[]

/** Whether the desk starts clocks at that moment. */
export function isStartMoment(moment: PolicyMoment): moment is StartMoment {
  return moment === "published" || moment === "detected" || moment === "registered" || moment === "assigned"
}
