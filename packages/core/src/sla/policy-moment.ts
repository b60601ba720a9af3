import type { StageMoment, StartMoment } from "../incident/index.ts"

/**
 * A moment from which a term can run, in the order in which they come to an incident. Clocks of the first four are started by the desk
 * (`planClocks`), those of the later ones as the incident gets there (`planStageClocks`).
 *
 * - `draft-submitted`: a draft waits for its approver;
 * - `interim-published`: an interim reply stands in the network (the term of the final one);
 * - `final-published`: the final reply stands in the network (the window for objections);
 * - `converted`: it goes on as a formal appeal (that one's statutory term, reckoned by `deadline` from the moment itself);
 * - `reopened`: a new cycle begins;
 * - `author-wrote`: the desk sees the first word of an author that waits for an answer of its own.
 */
export type PolicyMoment = StartMoment | StageMoment | "converted"

/** The moments in the order in which they come. */
export const momentOrder = [
  "published",
  "detected",
  "registered",
  "assigned",
  "draft-submitted",
  "interim-published",
  "final-published",
  "converted",
  "reopened",
  "author-wrote",
] as const satisfies readonly PolicyMoment[]

/** Whether the desk starts clocks at that moment. */
export function isStartMoment(moment: PolicyMoment): moment is StartMoment {
  return moment === "published" || moment === "detected" || moment === "registered" || moment === "assigned"
}
