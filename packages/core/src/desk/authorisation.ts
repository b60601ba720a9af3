import { z } from "zod"
import type { Actor } from "../incident/index.ts"
import { DeskError } from "../base/index.ts"
import type { ExistingIncident } from "../storage/index.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import type { CheckedUnsealing } from "./unseal-author.ts"

/** Who acts, as a host says. */
export const actorSchema = z.object({ id: z.string().min(1), kind: z.enum(["person", "system"]) })

/** Why somebody may not do something: which part of what they were given does not reach. */
export type DenialReason = "role" | "territory" | "topic" | "authority" | "personal-data"

/** What is asked of an authorisation. */
export interface AuthorisationRequest {
  readonly actor: Actor
  /** A command, or somebody who asks who wrote a message (`unseal-author`). */
  readonly command: CheckedCommand | CheckedUnsealing
  /** The incident as it stands before the command; of a merging both are asked about, one after the other. */
  readonly incident: ExistingIncident
}

/** Yes, or no with the part that is missing. */
export type AuthorisationVerdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: DenialReason }

/** Decides who may do what. Asked before every command that `desk.execute` takes, and before an author is unsealed; what it throws ends the command. */
export type Authorisation = (request: AuthorisationRequest) => AuthorisationVerdict | Promise<AuthorisationVerdict>

/**
 * Refuses a command that its actor may not give. Without an authorisation everybody may give every command.
 *
 * @throws DeskError `forbidden`
 */
export async function authorise(
  context: DeskContext,
  actor: Actor,
  command: CheckedCommand | CheckedUnsealing,
  incident: ExistingIncident,
): Promise<void> {
  const verdict = await context.authorisation?.({ actor, command, incident })
  if (verdict === undefined || verdict.allowed) return
  const { reason } = verdict
  throw new DeskError("forbidden", `"${actor.id}" may not give "${command.type}" to the incident "${incident.incidentId}": ${reason}`, {
    reason,
  })
}
