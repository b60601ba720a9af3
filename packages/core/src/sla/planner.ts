import { addMinutes, minutesBetween, readInstant, type Instant } from "../base/index.ts"
import {
  acceptanceGoal,
  approvalGoal,
  firstReplyGoal,
  followUpGoal,
  objectionGoal,
  promiseGoal,
  triageGoal,
  type ClockState,
  type EarlierMoments,
  type GoalId,
  type PlannedChange,
  type PlannedClock,
  type PlannedResumption,
  type PlannedWindow,
  type PolicyChangeMode,
  type RegisteredIncident,
  type StageFacts,
  type StageMoment,
} from "../incident/index.ts"
import { deadline, dueNoEarlier, pausedDeadline, type Calendars } from "./deadline.ts"
import { escalationMarks, type EscalationStep } from "./escalation.ts"
import { choosePolicy, type ClockFacts } from "./policy-choice.ts"
import { isStartMoment, type Policy } from "./policy.ts"

/** The rules of the life cycle that clocks depend on, as the desk has them in `handling`. */
export interface ClockHandling {
  /** A clock that goes on after a question is due no earlier than this, in minutes by the clock on the wall. */
  readonly resumeGraceMinutes: number
  /**
   * A due time that comes nearer by a correction is due no earlier than this after it, in minutes by the clock on the
   * wall.
   */
  readonly reclassify: {
    /** A due time that becomes earlier is due no earlier than so many minutes after the correction. */
    readonly graceMinutes: number
  }
  /** The goals whose clocks a published question pauses. */
  readonly pausedByQuestion: readonly GoalId[]
  /** Whether a published question counts as the first reply. */
  readonly questionIsFirstReply: boolean
  /** Whether the window for objections begins anew when a reply answers a later word. */
  readonly conversation: {
    /** Whether the window for objections begins anew when a reply answers a later message. */
    readonly windowRestarts: boolean
  }
  /** The escalation ladder. */
  readonly ladder: readonly EscalationStep[]
}

/** What the choice of a policy depends on, without the moments. */
type Facts = Omit<ClockFacts, "moments">

/**
 * Plans the clocks of incidents: when one starts, continues, is paused, goes on, or comes under another policy, and
 * when it is due. It reads the incident and changes nothing; what it plans travels to `decide` inside a command.
 */
export interface ClockPlanner {
  /** The clock of the decision on a candidate. */
  onDetected(
    facts: Facts,
    moments: {
      /** When the message was published. */
      readonly published: Instant
      /** When the desk found it. */
      readonly detected: Instant
    },
  ): readonly PlannedClock[]
  /**
   * The clocks that run from registration or from earlier. Of a split incident `registered` is the registration of the
   * first one.
   */
  onRegistered(
    facts: Omit<Facts, "authorityId">,
    moments: {
      /** When the message was published. */
      readonly published: Instant
      /** When the desk found it. */
      readonly detected: Instant
      /** When it was registered. */
      readonly registered: Instant
    },
  ): readonly PlannedClock[]
  /**
   * The clocks that begin when an authority gets the incident, also those of earlier moments that only its own policies
   * ask for.
   *
   * @param earlier - of an incident that was split off in this very step
   */
  onHandOver(incident: RegisteredIncident, authorityId: string, at: Instant, earlier?: EarlierMoments): readonly PlannedClock[]
  /** The clocks that a later stage starts. */
  onStage(incident: RegisteredIncident, stage: StageMoment, at: Instant): readonly PlannedClock[]
  /** What follows when a reply is done with its last message. */
  onReply(incident: RegisteredIncident, at: Instant): StageFacts
  /** The window for objections that begins at a moment; null where no policy names one. */
  windowFrom(incident: RegisteredIncident, at: Instant): PlannedWindow | null
  /**
   * The clocks of a new cycle. Where no policy starts with a reopening, the first reply has its usual term once more: a
   * citizen whose trouble came back is never left without a clock.
   */
  onReopened(incident: RegisteredIncident, at: Instant): readonly PlannedClock[]
  /** How paused clocks resume: what had passed stays passed, and nothing is due at once. */
  onResumed(incident: RegisteredIncident, at: Instant): readonly PlannedResumption[]
  /**
   * What becomes of the running clocks under corrected facts. What comes nearer leaves time to answer.
   *
   * @param incident - as corrected, with the owner that it gets
   * @param isHandedOver - whether that owner is another one: the acceptance begins anew then
   */
  onReclassified(incident: RegisteredIncident, mode: PolicyChangeMode, at: Instant, isHandedOver: boolean): readonly PlannedChange[]
  /**
   * What becomes of the running clocks under the present policies. Start, elapsed time and pauses stay; a clock that
   * keeps its policy, or whose goal no policy has any more, is left alone.
   */
  onPolicyChange(incident: RegisteredIncident, mode: PolicyChangeMode): readonly PlannedChange[]
  /** The pinned policy of a clock; undefined when the host has it no more. */
  policyOf(clock: Pick<ClockState, "policyId" | "policyVersion">): Policy | undefined
}

/** Goals that neither a registration nor a hand-over starts: they have their own moments. */
const staged: readonly GoalId[] = [triageGoal, approvalGoal, promiseGoal, objectionGoal, followUpGoal]

/**
 * Moments of a draft, of a later cycle or of a later word: their terms keep none of registration and hand-over from
 * starting.
 */
const apart: readonly Policy["startsAt"][] = ["draft-submitted", "reopened", "author-wrote"]

/** The stages whose running clocks are brought only under policies of the same stage. */
const stages: readonly Policy["startsAt"][] = ["interim-published", ...apart]

/**
 * Makes the planner of a desk's clocks: the one place that says when a clock starts, continues, is paused, goes on, or
 * comes under another policy. The desk asks it as things happen, `simulatePolicies` asks it again of what happened.
 * Pure.
 *
 * @param options - policies (read with `policySchema`; of equally special ones the first wins), calendars by id, and
 * the rules of the life cycle
 */
export function createClockPlanner(options: {
  /** The policies, all editions. */
  readonly policies: readonly Policy[]
  /** Calendars by id. */
  readonly calendars: Calendars
  /** The rules of the life cycle that touch clocks. */
  readonly handling: ClockHandling
}): ClockPlanner {
  const { policies, calendars, handling } = options
  const startPolicies = policies.filter(({ goal, startsAt }) => !staged.includes(goal) && !apart.includes(startsAt))
  const triagePolicies = policies.filter(({ goal }) => goal === triageGoal)
  const ofStage = (stage: Policy["startsAt"]) => policies.filter(({ startsAt }) => startsAt === stage)

  const policyOf: ClockPlanner["policyOf"] = ({ policyId, policyVersion }) =>
    policies.find(({ id, version }) => id === policyId && version === policyVersion)

  const withLadder = (clocks: readonly PlannedClock[]): readonly PlannedClock[] => {
    if (handling.ladder.length === 0) return clocks
    return clocks.map((clock) => {
      const policy = policyOf(clock)
      return policy === undefined ? clock : { ...clock, marks: escalationMarks(policy, calendars, clock, handling.ladder) }
    })
  }

  const planned = (among: readonly Policy[], facts: ClockFacts) => withLadder(planClocks(among, calendars, facts))

  const onStage: ClockPlanner["onStage"] = (incident, stage, at) => {
    const facts = { ...factsOf(incident), moments: { [stage]: at } }
    return withLadder(startedBy(ofStage(stage), calendars, facts, (moment): moment is StageMoment => moment === stage))
  }

  const windowFrom: ClockPlanner["windowFrom"] = (incident, at) => {
    const clock = onStage(incident, "final-published", at).find(({ goal }) => goal === objectionGoal)
    return clock === undefined ? null : { policyId: clock.policyId, policyVersion: clock.policyVersion, until: clock.dueAt }
  }

  /**
   * Of a clock that began at a later stage the policies of that stage; of any other those of registration and
   * hand-over.
   */
  const presentPolicy = (incident: RegisteredIncident, { goal, startedAt, ...pin }: ClockState): Policy | null => {
    const facts = factsOf(incident)
    const stage = policyOf(pin)?.startsAt
    if (stage !== undefined && stages.includes(stage)) {
      return choosePolicy(ofStage(stage), goal, { ...facts, moments: { [stage]: startedAt } }).policy
    }
    const { publishedAt, detectedAt, registeredAt, assignment } = incident
    const moments = { published: publishedAt, detected: detectedAt, registered: registeredAt, assigned: assignment?.at }
    return choosePolicy(startPolicies, goal, { ...facts, moments }).policy
  }

  const changes = (incident: RegisteredIncident, mode: PolicyChangeMode, earliest: Instant): readonly PlannedChange[] =>
    incident.clocks.flatMap((clock): readonly PlannedChange[] => {
      if (clock.stoppedAt !== null) return []
      const policy = presentPolicy(incident, clock)
      if (policy === null || (policy.id === clock.policyId && policy.version === clock.policyVersion)) return []
      const { goal, startedAt, pauses } = clock
      const dueAt = dueNoEarlier(pausedDeadline(policy, calendars, startedAt, pauses), clock.dueAt, earliest)
      const marks = escalationMarks(policy, calendars, { goal, startedAt, dueAt, pauses }, handling.ladder)
      return [{ goal, mode, policyId: policy.id, policyVersion: policy.version, dueAt, marks }]
    })

  return {
    policyOf,
    onStage,
    windowFrom,
    onDetected: (facts, moments) => planned(triagePolicies, { ...facts, moments }),
    onRegistered: (facts, moments) => planned(startPolicies, { ...facts, authorityId: null, moments }),
    onHandOver(incident, authorityId, at, earlier) {
      const { publishedAt, detectedAt } = incident
      const facts = { ...factsOf(incident), authorityId }
      const before = { published: publishedAt, detected: detectedAt, registered: earlier?.registeredAt ?? incident.registeredAt }
      const own = planned(startPolicies, { ...facts, moments: { ...before, assigned: at } })
      const assigned = earlier?.assignedAt ?? at
      if (assigned === at) return own
      // The new owner has had it since now only; the citizen has waited since then.
      const citizens = planned(startPolicies, { ...facts, moments: { ...before, assigned } })
      return [...citizens.filter(({ goal }) => goal !== acceptanceGoal), ...own.filter(({ goal }) => goal === acceptanceGoal)]
    },
    onReply: (incident, at) => ({
      clocks: onStage(incident, "interim-published", at),
      window: windowFrom(incident, at),
      pausedGoals: handling.pausedByQuestion,
      windowRestarts: handling.conversation.windowRestarts,
      clarifyIsFirstReply: handling.questionIsFirstReply,
    }),
    onReopened(incident, at) {
      const clocks = onStage(incident, "reopened", at)
      if (clocks.some(({ goal }) => goal === firstReplyGoal)) return clocks
      const moments = { published: at, detected: at, registered: at, assigned: at }
      const usual = planned(startPolicies, { ...factsOf(incident), moments }).filter(({ goal }) => goal === firstReplyGoal)
      return [...usual.map((clock) => ({ ...clock, startsAt: "reopened" as const })), ...clocks]
    },
    onResumed(incident, at) {
      const earliest = addMinutes(at, handling.resumeGraceMinutes)
      return incident.clocks.flatMap((clock): readonly PlannedResumption[] => {
        if (clock.stoppedAt !== null || clock.pausedAt === null) return []
        const { goal, startedAt } = clock
        const pauses = [...clock.pauses, { from: clock.pausedAt, to: at < clock.pausedAt ? clock.pausedAt : at }]
        const policy = policyOf(clock)
        // A policy that the host has dropped since cannot be counted by any more: the time of the pause is added as it
        // is.
        const reckoned =
          policy === undefined
            ? addMinutes(clock.dueAt, Math.max(0, minutesBetween(clock.pausedAt, at)))
            : pausedDeadline(policy, calendars, startedAt, pauses)
        const dueAt = reckoned < earliest ? earliest : reckoned
        const marks = policy === undefined ? [] : escalationMarks(policy, calendars, { goal, startedAt, dueAt, pauses }, handling.ladder)
        return [{ goal, dueAt, marks }]
      })
    },
    onReclassified(incident, mode, at, isHandedOver) {
      const earliest = addMinutes(at, handling.reclassify.graceMinutes)
      return changes(incident, mode, earliest).filter(({ goal }) => !isHandedOver || goal !== acceptanceGoal)
    },
    // A due time under a policy that a person asks for may be over at once.
    onPolicyChange: (incident, mode) => changes(incident, mode, ""),
  }
}

function factsOf({ topic, kind, importance, network, assignment }: RegisteredIncident): Facts {
  return { topic, kind, importance, network, authorityId: assignment?.authorityId ?? null }
}

/**
 * The clocks that start at a registration or a hand-over: for every goal the one policy that {@link choosePolicy}
 * picks, if its start is among the moments given. A goal that runs already is never started again by `decide`.
 *
 * @param policies - read with `policySchema`; of equally special ones the first wins
 * @param calendars - by id
 * @param facts - of the incident, with the moments that have come
 * @returns in the order in which the goals first occur in the list
 * @throws DeskError `config` when a policy names a calendar that is not there, or one without enough working time
 */
export function planClocks(policies: readonly Policy[], calendars: Calendars, facts: ClockFacts): readonly PlannedClock[] {
  return startedBy(policies, calendars, facts, isStartMoment)
}

function startedBy<Moment extends PlannedClock["startsAt"]>(
  policies: readonly Policy[],
  calendars: Calendars,
  facts: ClockFacts,
  isMeant: (moment: Policy["startsAt"]) => moment is Moment,
): readonly PlannedClock[] {
  const goals = new Set(policies.map((policy) => policy.goal))
  return [...goals].flatMap((goal): readonly PlannedClock[] => {
    const { policy } = choosePolicy(policies, goal, facts)
    if (policy === null || !isMeant(policy.startsAt)) return []
    const { id, version, startsAt } = policy
    const given = facts.moments[startsAt]
    if (given === undefined) return []
    const startedAt = readInstant(given, `moments.${startsAt}`)
    return [{ goal, policyId: id, policyVersion: version, startsAt, startedAt, dueAt: deadline(policy, calendars, startedAt) }]
  })
}
