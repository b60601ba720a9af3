import type { Clock, Desk, Storage } from "@otklik/core"

/** A desk with what belongs to it, wherever its messages come from. */
export interface OpenDesk {
  readonly desk: Desk
  readonly storage: Storage
  readonly clock: Clock
}
