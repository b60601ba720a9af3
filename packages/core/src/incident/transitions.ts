import type { IncidentCommandType } from "./commands/command.ts"
import { standingStatuses } from "./state/standing-reply.ts"
import type { IncidentStatus, MergeableStatus } from "./state/state.ts"

/**
 * One row of the life cycle: a command, where it is legal, where it leads, what else must hold, and what it does to
 * clocks.
 */
export interface Transition {
  /** The command. */
  readonly command: IncidentCommandType
  /** The states that take it. */
  readonly from: readonly IncidentStatus[]
  /** Where it may lead; `same` leaves the handling where it is. */
  readonly to: readonly (IncidentStatus | "same")[]
  /** What must hold beside the state, in a sentence; empty: nothing. */
  readonly guard: string
  /** What it does to clocks, in a sentence; empty: nothing. */
  readonly clocks: string
}

const mergeable = ["registered", "assigned", "returned", "in-work", "replied-interim", "reopened"] as const satisfies MergeableStatus[]
const open = [...mergeable, "needs-info", "reply-review", "publishing"] as const
const onItsWay = ["reply-review", "publishing"] as const
const waitless = [...mergeable, "needs-info", "replied-final", "converted", "merged", "closed"] as const
const answerable = [...open, "replied-final", "converted"] as const
const existing = [...answerable, "candidate", "rejected", "dismissed", "merged", "closed"] as const
const heard = existing.filter((status) => status !== "rejected" && status !== "dismissed")
const owned = ["assigned", "in-work", "reply-review", "replied-interim", "reopened"] as const
const answering = ["in-work", "replied-interim", "replied-final", "converted", "closed"] as const
const completed = ["in-work", "needs-info", "replied-interim", "replied-final", "converted", "closed"] as const

/**
 * The life cycle of an incident as data: the one table from which the legal commands of every state, the picture and
 * the pages come.
 */
export const transitions: readonly Transition[] = [
  row("detect", ["none"], ["candidate"], "", "starts triage"),
  row("open-split", ["none"], ["candidate"], "", ""),
  row("register", ["candidate"], ["registered"], "", "stops triage; starts what the policies start by then"),
  row("reject", ["candidate"], ["rejected"], "the reason is on the closed list", "stops triage"),
  row(
    "dismiss",
    ["registered", "assigned", "returned", "in-work", "needs-info", "reply-review"],
    ["dismissed"],
    "no answer was ever published; no message of another incident is answered here",
    "cancels what runs, after writing down what was missed",
  ),
  row("restore", ["rejected"], ["candidate"], "a text is left", ""),
  row("restore", ["dismissed"], ["registered"], "a text is left", "the citizen's clocks go on with their old starts and due times"),
  row(
    "assign",
    ["registered", "returned", "reopened"],
    ["assigned"],
    "not while a supervisor decides",
    "starts acceptance, and first-reply if it runs from the hand-over",
  ),
  row("leave-unowned", ["registered", "returned", "reopened"], ["registered"], "not while a supervisor decides", "cancels acceptance"),
  row("take", ["assigned", "reopened"], ["in-work"], "it has an owner", "stops acceptance"),
  row("name-executor", [...owned, "needs-info", "publishing"], ["same"], "it has an owner", ""),
  row(
    "refuse",
    ["assigned", "in-work", "reopened"],
    ["returned"],
    "before it is taken up or within the limit after it; not after a supervisor's decision",
    "stops acceptance; the citizen's clocks go on",
  ),
  row(
    "arbitrate",
    ["returned", "assigned", "in-work", "replied-interim", "reopened"],
    ["assigned"],
    "",
    "acceptance begins anew for the new owner",
  ),
  row(
    "transfer",
    owned,
    ["assigned"],
    "to another authority; not back to an earlier owner when it was refused or sent back too often",
    "acceptance and approval begin anew for the new owner; the citizen's clocks go on",
  ),
  row(
    "reclassify",
    [...mergeable, "needs-info", "reply-review"],
    ["same", "assigned", "registered"],
    "the owner follows only where no reply is on its way; not while a supervisor decides",
    "recomputes due times; start, elapsed time and pauses stay; acceptance begins anew for another owner",
  ),
  row(
    "submit-draft",
    answering,
    ["reply-review"],
    "the outcome fits the kind of reply; a question names its longest wait; a promise lies ahead, and a new one says why; proof where the topic asks for it",
    "starts approval",
  ),
  row(
    "approve-draft",
    ["reply-review"],
    ["publishing", ...completed],
    "not the drafter; exactly this text; a promise still lies ahead",
    "stops approval",
  ),
  row("return-draft", ["reply-review"], answering, "", "stops approval"),
  row(
    "extend-reply",
    ["replied-interim", "replied-final", "closed"],
    ["publishing"],
    "a message is without a reply; of a closed incident the window is open",
    "",
  ),
  row(
    "record-publication",
    ["publishing"],
    ["publishing", ...completed],
    "under a message of the incident",
    "stops first-reply, and follow-up when no word waits any more; an interim reply starts final-reply and its promise, a final one stops both and opens the window, a question pauses what the policy says",
  ),
  row(
    "record-late-reply",
    [...answerable, "merged", "closed", "dismissed"],
    ["same"],
    "under a message of the incident; the reply is not waited for any more",
    "stops first-reply",
  ),
  row(
    "record-duplicate-reply",
    [...answerable, "merged", "closed", "dismissed"],
    ["same"],
    "under a message of the incident; the reply itself is recorded",
    "",
  ),
  row("record-retraction", [...answerable, "merged", "closed", "dismissed"], ["same"], "of a second copy", ""),
  row("record-refusal", ["publishing"], ["reply-review"], "", ""),
  row("record-uncertainty", ["publishing"], ["same"], "", ""),
  row("record-unpublishable", ["publishing"], ["same"], "", "the citizen's clocks go on"),
  row(
    "waive-reply",
    onItsWay,
    ["same", ...completed],
    "the message has none of this reply",
    "cancels first-reply when no message waits any more",
  ),
  row("waive-reply", waitless, ["same"], "the message has no answer", "cancels first-reply when no message waits any more"),
  row("end-wait", ["needs-info"], ["in-work"], "expired only at the end of the wait", "resumes what was paused, with a grace"),
  row(
    "claim-fix",
    ["replied-interim", "replied-final"],
    ["same"],
    "proof where the topic asks for it",
    "stops the promise; the window begins anew",
  ),
  row("confirm-fix", ["replied-final", "closed"], ["same"], "a fix is claimed; not by the claimant", "ends the window"),
  row(
    "refute-fix",
    ["replied-final", "closed"],
    ["reopened"],
    "a fix is claimed or confirmed; within the window",
    "a new cycle: first-reply and final-reply begin anew",
  ),
  row("reopen", ["replied-final", "closed"], ["reopened"], "", "a new cycle: first-reply and final-reply begin anew"),
  row("convert", mergeable, ["converted"], "", "cancels all but first-reply, which only the reply that names the channel stops"),
  row("close", ["replied-final"], ["closed"], "no message waits for an answer", "cancels what runs, after writing down what was missed"),
  row(
    "expire-window",
    ["replied-final"],
    ["closed"],
    "the window is over; no message waits for an answer",
    "cancels what runs, after writing down what was missed",
  ),
  row("merge", mergeable, ["merged"], "into another incident", "first-reply goes on; the others sleep"),
  row("unmerge", ["merged"], mergeable, "", "as if never merged"),
  row("record-joint-reply", ["merged"], ["same"], "under a message of the incident", "stops first-reply"),
  row(
    "join-messages",
    [...mergeable, "needs-info", "reply-review", "publishing", "replied-final", "closed"],
    ["same"],
    "of a closed incident the window is open",
    "",
  ),
  row(
    "release-messages",
    [...mergeable, "needs-info", "reply-review", "replied-final", "closed"],
    ["same"],
    "the incident gave messages",
    "",
  ),
  row("split", [...answerable, "closed"], ["same"], "the message is its own", ""),
  row("note-word", heard, ["same"], "", "starts follow-up with the first word that waits, unless first-reply runs"),
  row("note-voices", existing, ["same"], "", ""),
  row("note-official-reply", existing, ["same"], "under a message of the incident", ""),
  row("link-repeat", ["candidate", ...answerable, "closed"], ["same"], "to another incident", ""),
  row("add-note", existing, ["same"], "a text is left; fewer than 1 000 notes", ""),
  row("tag", existing, ["same"], "", ""),
  row("set-place", existing, ["same"], "a message of the incident that has its text", ""),
  row("offer-evidence", heard, ["same"], "a message of the incident; fewer than 100 offers", ""),
  row("send-survey", ["replied-final", "closed"], ["same"], "a survey is planned in this cycle", ""),
  row("skip-survey", ["replied-final", "closed"], ["same"], "a survey is planned in this cycle", ""),
  row(
    "answer-survey",
    ["reply-review", "publishing", "replied-final", "closed"],
    ["same"],
    "a survey is planned in this cycle, and not answered",
    "",
  ),
  row(
    "approve-standing-reply",
    standingStatuses,
    ["same"],
    "of an answer that is published and does not say fixed; a person, not the drafter; at most 72 hours, and not beyond its promise",
    "",
  ),
  row("end-standing-reply", standingStatuses, ["same"], "it has a standing reply", ""),
  row(
    "use-standing-reply",
    standingStatuses,
    ["same"],
    "before the end of the standing reply and below its ceiling; a complaint without this reply",
    "",
  ),
  row("leave-newcomer", existing, ["same"], "the standing reply is on its way to the message", ""),
  row("attach-evidence", [...open, "replied-final"], ["same"], "", ""),
  row(
    "miss-deadline",
    [...answerable, "candidate", "merged", "closed"],
    ["same"],
    "the due time has passed",
    "writes the breach down, once",
  ),
  row("escalate", [...answerable, "candidate", "merged", "closed"], ["same"], "the step is reached", "writes the step down, once"),
  row("change-policy", answerable, ["same"], "", "recomputes due times; start, elapsed time and pauses stay"),
  row("note-edit", existing, ["same"], "a message of the incident", ""),
  row("note-deletion", existing, ["same"], "a message of the incident", ""),
  row("note-closed-comments", existing, ["same"], "a message of the incident", ""),
  row("note-erasure", existing, ["same"], "a message or a note of the incident", ""),
]

function row(
  command: IncidentCommandType,
  from: readonly IncidentStatus[],
  to: Transition["to"],
  guard: string,
  clocks: string,
): Transition {
  return { command, from, to, guard, clocks }
}
