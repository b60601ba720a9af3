/**
 * What can be wrong with routing:
 *
 * - `unreachable`: a rule whose conditions hold for nothing;
 * - `shadowed`: a rule that never decides, since earlier ones decide wherever it would;
 * - `ownerless`: a rule that finds no owner, nowhere or in some places where no other rule finds one either;
 * - `conflict`: two rules that overlap with different owners, neither of which is the more special one: only their
 *   order decides;
 * - `unrouted`: a topic that no rule is for, or no rule where the place is unknown;
 * - `unknown-topic`: a topic in a rule that the host does not have;
 * - `no-contact`: an authority that a citizen cannot reach;
 * - `idle`: an authority that nothing is ever given to, or a role that no rule asks for.
 */
export type RoutingFindingCode =
  | "unreachable"
  | "shadowed"
  | "ownerless"
  | "conflict"
  | "unrouted"
  | "unknown-topic"
  | "no-contact"
  | "idle"

/** One thing that is wrong, or worth knowing. */
export interface RoutingFinding {
  /** What is wrong. */
  readonly code: RoutingFindingCode
  /** `error`: somebody is lost, or a rule does nothing; `warning`: probably not meant; `note`: worth knowing. */
  readonly severity: "error" | "warning" | "note"
  /**
   * Where in the routing data, as `rules[3].when.topics[0]`; a topic's place is in the list of topics, as `topics[4]`.
   */
  readonly path: string
  /** A sentence. */
  readonly message: string
  /** Other places that have to do with it. */
  readonly related: readonly string[]
}
