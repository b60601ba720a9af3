/**
 * The constants of the suggester. Found by cross-validation on appeals of residents, never on what it is measured by;
 * see `docs/performance.md`.
 */
export const suggesterDefaults = {
  /** The weight of rules beside words. */
  ruleWeight: 0.25,
  /** How much a cosine says: the raw share is a softmax of it. */
  sharpness: 23,
  /** How much the habit of a topic says, beside its cosine. */
  habit: 0.008,
  /** How much a cosine says of an owner. */
  ownerSharpness: 25,
  /** Incidents that a topic's owners are mixed with those of its group, and a group's with all. */
  backoff: 2,
  /** Classes are measured anew after so many incidents. */
  renewAfter: 50,
  /** Shares are fitted anew after so many incidents. */
  fitAfter: 100,
  /** So many incidents are remembered one by one, for reasons and for taking back. */
  recent: 20_000,
  /** A word that came once is waited for over so many incidents. */
  horizon: 1000,
} as const
