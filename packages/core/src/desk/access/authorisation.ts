import type { Actor } from "../../incident/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { CheckedCommand } from "../commands/command.ts"
import type { MessageKey } from "../../message/index.ts"

/** Why somebody may not do something: which part of what they were given does not reach. */
export type DenialReason = "role" | "territory" | "topic" | "authority" | "personal-data"

/**
 * What somebody may want to read: of one incident its state (`find`, `case`), its texts with all that leads to a person
 * (`text`), and all of it for a file (`export`), or figures of the whole desk.
 */
export type Reading = "find" | "case" | "text" | "export" | "report" | "coverage" | "guidance" | "journal"

/**
 * What reaches everything of the tenant: it goes out, or comes in, or is searched for what a person wrote, to erase it.
 */
export type WholeTenant = "export" | "import" | "erase-author"

/** What is asked of an authorisation. */
export type AuthorisationRequest =
  | {
      /** Who asks. */
      readonly actor: Actor
      /** What is done to everything of the tenant. */
      readonly whole: WholeTenant
      readonly command?: never
      readonly reading?: never
      readonly incident: null
    }
  | {
      /** Who asks. */
      readonly actor: Actor
      readonly whole?: never
      /** A command, or somebody who asks who wrote a message (`unseal-author`). */
      readonly command: CheckedCommand | CheckedUnsealing
      readonly reading?: never
      /**
       * The incident as it is before the command; of a bond between two (merge, unmerge, link-repeat) both are asked
       * about, one after the other. Null: there is none of that id, and yes means that the actor may give the command
       * to any incident; whoever may not must not learn that there is none.
       */
      readonly incident: ExistingIncident | null
    }
  | {
      /** Who asks. */
      readonly actor: Actor
      readonly whole?: never
      readonly command?: never
      /** What is read. */
      readonly reading: Reading
      /**
       * Of a page (`find`) each incident is asked about, and those that may not be read are left out. Null for figures
       * of the whole desk; of `case`: there is none of that id, and yes means that the actor may read any incident.
       */
      readonly incident: ExistingIncident | null
    }

/** Who reads. Needed where the desk has an authorisation. */
export interface Reader {
  /** Who reads; required where the desk has an `authorisation`. */
  readonly actor?: Actor
}

/** Who acts. */
export interface ActorOptions {
  /** Who does it. */
  readonly actor: Actor
}

/** How a call that takes long is stopped. */
export interface SignalOptions {
  /** Stops it between two commits: what is committed stays. */
  readonly signal?: AbortSignal
}

/** Yes, or no with the part that is missing. */
export type AuthorisationVerdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false
      /** What the actor lacks. */
      readonly reason: DenialReason
    }

/**
 * Decides who may do what. Asked before every command that `desk.execute` takes, before an author is unsealed, before
 * everything that is read, and before what reaches the whole tenant; what it throws ends it.
 */
export type Authorisation = (request: AuthorisationRequest) => AuthorisationVerdict | Promise<AuthorisationVerdict>

/** Asks who wrote one message of one incident, and says what for. */
export interface UnsealAuthor {
  /** The incident that has the message. */
  readonly incidentId: string
  /** The message whose author is asked for. */
  readonly messageKey: MessageKey
  /** What for: it is part of the access log. At most 500 characters, and never a text of the citizen. */
  readonly purpose: string
}

/** {@link UnsealAuthor} as an authorisation is asked about it. */
export interface CheckedUnsealing extends UnsealAuthor {
  readonly type: "unseal-author"
}
