import { addMinutes, DeskError, type Instant } from "../../base/index.ts"
import type { IncidentCommandType } from "../commands/command.ts"
import { illegalTransition, legalCommands } from "../legal.ts"
import { isAnswer, messagesToAnswer, unansweredMessages } from "../state/answered.ts"
import { cycleOf } from "../state/cycle.ts"
import { standingDraftOf, standingReplyOf } from "../state/standing-reply.ts"
import type { ExistingIncident, Incident, RegisteredIncident } from "../state/state.ts"
import type { Actor } from "../vocabulary.ts"

/** What guards look at beside the state. What is absent refuses nothing. */
export interface GuardFacts {
  readonly at: Instant
  readonly by: Actor
  /** How long after taking it up it may be refused, in minutes by the clock on the wall. */
  readonly withinMinutes?: number
  /** Whether drafter may approve, and claimant confirm. */
  readonly sameActorAllowed?: boolean
  /** Whether the topic asks for proof before "fixed" may be said. */
  readonly evidenceRequired?: boolean
  /** Whether any of the messages still has a text. */
  readonly textLeft?: boolean
}

/** Why a command does not fit a state, as the error that `decide` throws. */
export type GuardRefusal = DeskError<"illegal-transition"> | DeskError<"forbidden"> | DeskError<"missing-fact">

type Guard = (state: ExistingIncident, facts: GuardFacts) => GuardRefusal | null

/** So many notes an incident has at most: its state names each of them. Our choice. */
const mostNotes = 1000

/**
 * Why a command cannot be given to an incident in its present state, whatever else the command says: the table of
 * transitions, and what must hold beside it. `decide` asks it first; what is wrong with a command's own fields comes
 * after.
 *
 * @param type - which command
 * @param state - what the incident is
 * @param facts - when, by whom, and the host's rules
 * @returns null where it fits
 */
export function guardOf(type: IncidentCommandType, state: Incident, facts: GuardFacts): GuardRefusal | null {
  if (!legalCommands[state.status].includes(type)) return illegalTransition(type, state)
  if (state.status === "none") return null
  return guards[type]?.(state, facts) ?? null
}

/** What must hold beside the table of transitions. */
const guards: Readonly<Partial<Record<IncidentCommandType, Guard>>> = {
  dismiss(state) {
    const no = (why: string) => illegalTransition("dismiss", state, why)
    if (!isRegistered(state)) return null
    if (state.conversion !== null) return no("it goes on as an appeal")
    // Only a correction is drafted after a final reply: that one was done with, though every message may have been
    // waived.
    if (state.status === "reply-review" && state.draft.returnsTo !== "in-work")
      return no("it was answered already: send the draft back and close it")
    if (state.replies.some(({ replyKind }) => isAnswer(replyKind))) return no("an answer is published: close it")
    const isHost = state.messages.some(({ joinedFrom }) => joinedFrom.length > 0)
    return isHost ? no("messages of other incidents are answered here: unmerge them first") : null
  },
  restore: (_, { textLeft }) => (textLeft === false ? missing("nothing is left of what was written: enter it anew", "message.text") : null),
  assign: (state) => headDecides("assign", state),
  "leave-unowned": (state) => headDecides("leave-unowned", state),
  "name-executor"(state) {
    const span = isRegistered(state) ? state.owners.at(-1) : undefined
    return span?.to === null ? null : illegalTransition("name-executor", state, "nobody owns it, and an executor is the owner's")
  },
  refuse(state, { at, withinMinutes = Infinity }) {
    if (!isRegistered(state)) return null
    if (state.assignment?.isFinal === true)
      return new DeskError("forbidden", "a supervisor decided who owns it", { reason: "decided-by-supervisor" })
    const takenAt = state.status === "in-work" ? (state.owners.at(-1)?.takenAt ?? null) : null
    if (takenAt === null || withinMinutes === Infinity || at <= addMinutes(takenAt, withinMinutes)) return null
    return illegalTransition("refuse", state, `it was taken up at ${takenAt} and may be refused for ${withinMinutes} minutes only`)
  },
  transfer: (state) =>
    state.status === "reply-review" && state.draft.returnsTo !== "in-work"
      ? illegalTransition("transfer", state, "the draft follows a final reply: return it first")
      : null,
  "approve-draft"(state, { by, sameActorAllowed }) {
    if (state.status !== "reply-review") return null
    // What a model wrote is read by two people, whatever the host allows otherwise.
    const isModels = state.draft.madeBy !== null
    if (isModels && by.kind !== "person")
      return new DeskError("forbidden", "a person approves what a model wrote", { reason: "approver-is-no-person" })
    if ((sameActorAllowed !== false && !isModels) || by.id !== state.draft.drafterId) return null
    return new DeskError("forbidden", "the author of a draft may not approve it", { reason: "drafter-is-approver" })
  },
  "approve-standing-reply"(state, { by, sameActorAllowed }) {
    const draft = standingDraftOf(state)
    if (draft === null) return illegalTransition("approve-standing-reply", state, "no answer is published that newcomers could get")
    if (draft.madeBy !== null) return new DeskError("forbidden", "what a model wrote is no standing reply", { reason: "model-wrote-it" })
    if (by.kind !== "person") return new DeskError("forbidden", "a person approves a standing reply", { reason: "approver-is-no-person" })
    if (sameActorAllowed !== false || by.id !== draft.drafterId) return null
    return new DeskError("forbidden", "the author of a draft may not approve it", { reason: "drafter-is-approver" })
  },
  "end-standing-reply": (state) => withoutStandingReply("end-standing-reply", state),
  "use-standing-reply": (state) => withoutStandingReply("use-standing-reply", state),
  "extend-reply"(state, { at }) {
    const no = (why: string) => illegalTransition("extend-reply", state, why)
    if (!isRegistered(state)) return null
    if (state.standing === null) return no("no reply is published")
    if (messagesToAnswer(state, state.standing).length === 0) return no("every message has the reply")
    return isWindowOver(state, at) ? no("it is closed, and the window for objections is over") : null
  },
  "waive-reply": (state) =>
    state.messages.some(({ messageKey }) => isWaivable(state, messageKey))
      ? null
      : illegalTransition("waive-reply", state, "a reply is published under every message"),
  "claim-fix"(state, { evidenceRequired }) {
    if (isFixSaid(state)) return illegalTransition("claim-fix", state, "a fix is claimed already")
    return evidenceRequired === true ? proofMissing(state) : null
  },
  "confirm-fix"(state, { by, sameActorAllowed }) {
    if (state.problem.value !== "fix-claimed") return illegalTransition("confirm-fix", state, "no fix is claimed")
    if (!isRegistered(state) || sameActorAllowed !== false || by.id !== state.claimantId) return null
    return new DeskError("forbidden", "the person who claimed a fix may not confirm it", { reason: "claimant-is-confirmer" })
  },
  "refute-fix"(state, { at }) {
    if (!isFixSaid(state)) return illegalTransition("refute-fix", state, "no fix is claimed")
    const until = isRegistered(state) ? state.window?.until : undefined
    if (until === undefined || at <= until) return null
    return illegalTransition("refute-fix", state, `the window for objections ended at ${until}: reopen it, or register a repeat`)
  },
  close: (state) => somebodyWaits("close", state),
  "expire-window"(state, { at }) {
    const until = isRegistered(state) ? state.window?.until : undefined
    return (
      somebodyWaits("expire-window", state) ??
      (until === undefined || at < until ? illegalTransition("expire-window", state, "no window for objections is over") : null)
    )
  },
  "join-messages": (state, { at }) =>
    isWindowOver(state, at) ? illegalTransition("join-messages", state, "it is closed, and the window for objections is over") : null,
  "add-note"(state, { textLeft }) {
    if (textLeft === false) return missing("no text is left here, and a note goes with the last one", "message.text")
    if (state.notes.length < mostNotes) return null
    return illegalTransition("add-note", state, `it has ${mostNotes} notes, and takes no more`)
  },
}

/**
 * Whether a reply to a message may be waived, or was: of a reply on its way only this one matters, since an interim one
 * may be published where the final one cannot.
 */
export function isWaivable(state: ExistingIncident, key: string): boolean {
  const message = state.messages.find(({ messageKey }) => messageKey === key)
  if (message === undefined) return false
  return message.waiver !== null || state.status === "merged" || !isAnsweredUnder(state, message)
}

/** Whether a reply is published under a message that makes a waiver pointless. */
export function isAnsweredUnder(state: ExistingIncident, { messageKey, role }: ExistingIncident["messages"][number]): boolean {
  const isOnItsWay = state.status === "publishing" || (state.status === "reply-review" && state.draft.approved)
  const under = role === "follow-up" ? [] : state.replies.filter((reply) => reply.messageKey === messageKey)
  return under.some((reply) => (isOnItsWay ? reply.draftId === state.draft.draftId : isAnswer(reply.replyKind)))
}

/** The error of a claim of a fix without proof; null where there is one. */
export function proofMissing(state: ExistingIncident): DeskError<"missing-fact"> | null {
  const cycle = cycleOf(state)
  if (state.evidence.some((item) => item.shows === "fix" && item.cycle === cycle)) return null
  return missing("this topic asks for proof before a fix may be claimed", "evidence.fix")
}

/**
 * Throws what a guard says.
 *
 * @throws DeskError `illegal-transition`, `forbidden`, `missing-fact`
 */
export function refuseBy(refusal: GuardRefusal | null): void {
  if (refusal !== null) throw refusal
}

function withoutStandingReply(
  type: "end-standing-reply" | "use-standing-reply",
  state: ExistingIncident,
): DeskError<"illegal-transition"> | null {
  return standingReplyOf(state) === null ? illegalTransition(type, state, "it has no standing reply") : null
}

function missing(why: string, fact: string): DeskError<"missing-fact"> {
  return new DeskError("missing-fact", why, { facts: [fact] })
}

function isRegistered(state: ExistingIncident): state is RegisteredIncident {
  return "registeredAt" in state
}

function isFixSaid({ problem }: ExistingIncident): boolean {
  return problem.value === "fix-claimed" || problem.value === "fix-confirmed"
}

/** Of what is not closed no window is over. */
function isWindowOver(state: ExistingIncident, at: Instant): boolean {
  return state.status === "closed" && (state.window === null || at > state.window.until)
}

/** The error of an owner who is named while a supervisor decides. */
export function headDecides(type: "assign" | "leave-unowned", state: ExistingIncident): DeskError<"forbidden"> | null {
  if (state.status !== "returned" || state.refusal?.supervisorDecides !== true) return null
  return new DeskError("forbidden", `"${type}": it was refused too often; only a supervisor decides now`, { reason: "supervisor-decides" })
}

function somebodyWaits(type: "close" | "expire-window", state: ExistingIncident): DeskError<"illegal-transition"> | null {
  const { length } = unansweredMessages(state)
  return length === 0 ? null : illegalTransition(type, state, `${length} of its messages wait for an answer`)
}
