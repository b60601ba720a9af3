import type { Guidance } from "@otklik/core/replies"
import { housingGuidance } from "./housing.ts"
import { natureGuidance } from "./nature.ts"
import { peopleGuidance } from "./people.ts"
import { serviceGuidance } from "./services.ts"
import { streetGuidance } from "./streets.ts"

/** One text for every topic. */
export const guidance: readonly Guidance[] = [
  ...housingGuidance,
  ...streetGuidance,
  ...natureGuidance,
  ...peopleGuidance,
  ...serviceGuidance,
]
