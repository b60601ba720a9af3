import type { CheckFinding } from "../config.ts"
import type { OwnContext } from "./context.ts"

/** A check of the package: as a host's, with what a person does when it fails by a throw. */
export interface OwnCheck {
  readonly id: string
  readonly title: string
  readonly action: string
  run(context: OwnContext): CheckFinding | Promise<CheckFinding>
}
