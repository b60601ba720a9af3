import type { Actor } from "../../incident/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { CheckedCommand } from "../commands/command.ts"
import type { MessageKey } from "../../message/index.ts"

/** Why somebody may not do something: which part of what they were given does not reach. */
export type DenialReason = "role" | "territory" | "topic" | "authority" | "personal-data"

/**
 * What somebody may want to read: lists of incidents (`find`, and by words of texts `search`), of one its state
 * (`case`), its texts with all that leads to a person (`text`), and all of it for a file (`export`), who of a body has
 * how much to do (`workload`), or figures.
 */
export type Reading = "find" | "search" | "case" | "text" | "export" | "report" | "coverage" | "guidance" | "journal" | "workload"

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
      /**
       * A command; one that could be given, before its fields are filled in (`desk.actions`, `desk.rights`); or
       * somebody who asks who wrote a message (`unseal-author`).
       */
      readonly command: CheckedCommand | PossibleCommand | CheckedUnsealing
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
       * Null for figures of the whole desk; of `case`: there is none of that id, and yes means that the actor may read
       * any incident. Of lists (`find`, `search`) the reach is asked for.
       */
      readonly incident: ExistingIncident | null
    }

/** A command before its fields are filled in. Of `reopen` each cause is asked about. */
export type PossibleCommand =
  | {
      /** The command. */
      readonly type: Exclude<CheckedCommand["type"], "reopen">
      /** The incident that it is for. */
      readonly incidentId: string
    }
  | Pick<Extract<CheckedCommand, { type: "reopen" }>, "type" | "incidentId" | "cause">

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
 * What one right reaches: incidents of which every list that is given holds the value. Territories come with everything
 * inside them; owners reach what these own and what they work on beside the owner.
 */
export interface ReachLimit {
  /** In one of these territories, the parts inside included. */
  readonly territoryIds?: readonly string[]
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** Owned by one of these authorities, or worked on by them. */
  readonly authorityIds?: readonly string[]
  /** How far into personal data. */
  readonly personalData: "none" | "text" | "author"
}

/** What somebody reaches: an incident that one of the limits reaches. None: nothing. */
export type Reach = "everything" | readonly ReachLimit[]

/** Who wants to read what, of lists and figures. */
export interface ReachRequest {
  /** Who reads. */
  readonly actor: Actor
  /** What is read. */
  readonly reading: Reading
}

/**
 * Decides who may do what; what a member throws ends the call. The two agree: an incident that `decide` lets somebody
 * find is one that `reach` reaches for the same reading, and no other is.
 */
export interface Authorisation {
  /**
   * Asked before every command that `desk.execute` takes, before an author is unsealed, before one incident is read,
   * and before what reaches the whole tenant.
   */
  decide(request: AuthorisationRequest): AuthorisationVerdict | Promise<AuthorisationVerdict>
  /** Asked before lists and figures are read: it becomes part of the storage's condition. */
  reach(request: ReachRequest): Reach | Promise<Reach>
}

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
