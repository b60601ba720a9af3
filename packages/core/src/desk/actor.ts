import type { Actor } from "../incident/index.ts"

/** The desk itself, where no person acts. */
export const deskActor: Actor = { id: "desk", kind: "system" }
