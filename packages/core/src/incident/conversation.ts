import type { IncidentStatus } from "./state/state.ts"

/**
 * Who writes in a conversation: an official account of ours, the author of a message of the incident, or anybody else.
 */
export type Writer = "us" | "author" | "other"

/** What a text is to an incident. */
export type WritingText =
  /** Nothing but thanks. */
  | "thanks"
  /** «И у нас», «+1», an address: it joins what another person wrote. */
  | "joins"
  /** A rule of the incident's topic holds. */
  | "same-topic"
  /** A rule of another topic holds. */
  | "other-topic"
  /** No rule holds. */
  | "plain"

/** What happens after the closing, in the words of `handling.conversation`. */
export interface ConversationChoices {
  /**
   * What an author writes after the closing and no rule holds for: it waits for a person, opens the incident again, or
   * opens a repeat.
   */
  readonly afterClose: "wait" | "reopen" | "new"
  /** What becomes of «и у нас» by others: a candidate for a person, or a count. */
  readonly others: "candidate" | "count"
  /** Whether a plain thanks is noted, or waits as any other word. */
  readonly thanks: "note" | "wait"
}

/** Everything that the decision depends on. */
export interface WritingFacts {
  /** Who wrote it. */
  readonly who: Writer
  /** Of the incident in which the conversation is worked on now. */
  readonly status: Exclude<IncidentStatus, "none">
  /** What it says. */
  readonly text: WritingText
  /** Whether a published question waits, and the message came after it. */
  readonly isAsked: boolean
  /** How long ago handling ended, by `reopenWithinDays` and `repeatWithinDays`; of no matter while it goes on. */
  readonly sinceClosing: "reopen" | "repeat" | "later"
  /** What the region chose. */
  readonly choices: ConversationChoices
}

/** What becomes of a message that somebody wrote in a conversation. */
export type Writing =
  /** Noted as an answer that an official gave by hand. */
  | "note-official-reply"
  /** Attached as a plain thanks: nobody waits, no clock runs. */
  | "thanks"
  /** Attached as the answer to our question: the wait ends. */
  | "answer"
  /** Attached as a word: it waits with the complaint, or after an answer of ours for one of its own. */
  | "word"
  /** Attached as a word, and the incident is opened again. */
  | "reopen"
  /** Gets an incident of its own, which is a repeat of this one. */
  | "open-repeat"
  /** Gets an incident of its own, as any message. */
  | "open"
  /** Becomes a candidate that names the incident. */
  | "candidate"
  /** Counted as a voice; nothing of it is stored. */
  | "count"

/** A row of the rule: when it holds, in words and as code, and what happens then. */
export interface WritingRow {
  /** Who wrote, for people. */
  readonly who: string
  /** How the incident is, for people. */
  readonly state: string
  /** What the text says, for people. */
  readonly text: string
  /** What happens then. */
  readonly does: Writing
  /** Whether the row is the one; of several rows the first. */
  readonly holds: (facts: WritingFacts) => boolean
}

const notTaken: readonly IncidentStatus[] = ["rejected", "dismissed"]
const over: readonly IncidentStatus[] = [...notTaken, "closed", "merged"]

const byAuthor = ({ who }: WritingFacts): boolean => who === "author"
const isTaken = ({ status }: WritingFacts): boolean => !notTaken.includes(status)
const isThanks = ({ text, choices }: WritingFacts): boolean => text === "thanks" && choices.thanks === "note"
const isAnswer = ({ status, isAsked }: WritingFacts): boolean => status === "needs-info" && isAsked
const holdsRule = ({ text }: WritingFacts): boolean => text === "same-topic" || text === "other-topic"
/**
 * A word of an author about this very incident: neither thanks, nor the answer to a question, nor a complaint about
 * something else.
 */
const isWord = (facts: WritingFacts): boolean =>
  byAuthor(facts) && isTaken(facts) && !isThanks(facts) && !isAnswer(facts) && facts.text !== "other-topic"
const isPlainWord = (facts: WritingFacts): boolean => isWord(facts) && facts.text !== "same-topic"
const joinsOthers = ({ who, status, text, choices }: WritingFacts): boolean =>
  who === "other" && text === "joins" && !over.includes(status) && choices.others === "candidate"

/**
 * What becomes of everything that is written in a conversation: of every combination of facts exactly one row holds.
 * The table of `docs/modules/desk.md` is made from it.
 */
export const writingRows: readonly WritingRow[] = [
  { who: "an official account", state: "any", text: "any", does: "note-official-reply", holds: ({ who }) => who === "us" },
  {
    who: "the author",
    state: "any but rejected and dismissed",
    text: 'nothing but thanks (`thanks: "note"`)',
    does: "thanks",
    holds: (facts) => byAuthor(facts) && isTaken(facts) && isThanks(facts),
  },
  {
    who: "the author",
    state: "needs-info, after the question",
    text: "any but thanks",
    does: "answer",
    holds: (facts) => byAuthor(facts) && !isThanks(facts) && isAnswer(facts),
  },
  {
    who: "the author",
    state: "any but rejected and dismissed",
    text: "a rule of another topic",
    does: "open",
    holds: (facts) => byAuthor(facts) && isTaken(facts) && !isAnswer(facts) && facts.text === "other-topic",
  },
  {
    who: "the author",
    state: "any but rejected, dismissed and closed",
    text: "no rule, or one of the same topic",
    does: "word",
    holds: (facts) => isWord(facts) && facts.status !== "closed",
  },
  {
    who: "the author",
    state: "closed, within `reopenWithinDays`",
    text: "a rule of the same topic",
    does: "reopen",
    holds: (facts) => isWord(facts) && facts.status === "closed" && facts.text === "same-topic" && facts.sinceClosing === "reopen",
  },
  {
    who: "the author",
    state: "closed, within `repeatWithinDays`",
    text: "a rule of the same topic",
    does: "open-repeat",
    holds: (facts) => isWord(facts) && facts.status === "closed" && facts.text === "same-topic" && facts.sinceClosing === "repeat",
  },
  {
    who: "the author",
    state: "closed, later",
    text: "a rule of the same topic",
    does: "open",
    holds: (facts) => isWord(facts) && facts.status === "closed" && facts.text === "same-topic" && facts.sinceClosing === "later",
  },
  {
    who: "the author",
    state: "closed",
    text: 'no rule (`afterClose: "wait"`, or later than `reopenWithinDays`)',
    does: "word",
    holds: (facts) => isPlainWord(facts) && facts.status === "closed" && afterClose(facts) === "wait",
  },
  {
    who: "the author",
    state: "closed, within `reopenWithinDays`",
    text: 'no rule (`afterClose: "reopen"`)',
    does: "reopen",
    holds: (facts) => isPlainWord(facts) && facts.status === "closed" && afterClose(facts) === "reopen",
  },
  {
    who: "the author",
    state: "closed, within `repeatWithinDays`",
    text: 'no rule (`afterClose: "new"`)',
    does: "open-repeat",
    holds: (facts) => isPlainWord(facts) && facts.status === "closed" && afterClose(facts) === "new",
  },
  {
    who: "the author",
    state: "rejected, dismissed",
    text: "a rule holds",
    does: "candidate",
    holds: (facts) => byAuthor(facts) && !isTaken(facts) && holdsRule(facts),
  },
  {
    who: "the author",
    state: "rejected, dismissed",
    text: "no rule",
    does: "count",
    holds: (facts) => byAuthor(facts) && !isTaken(facts) && !holdsRule(facts),
  },
  { who: "anybody else", state: "any", text: "a rule holds", does: "open", holds: (facts) => facts.who === "other" && holdsRule(facts) },
  {
    who: "anybody else",
    state: "open",
    text: '«и у нас» (`others: "candidate"`)',
    does: "candidate",
    holds: joinsOthers,
  },
  {
    who: "anybody else",
    state: "any",
    text: "anything else",
    does: "count",
    holds: (facts) => facts.who === "other" && !holdsRule(facts) && !joinsOthers(facts),
  },
]

/** Beyond its days a choice falls back to the one that never loses a word: a person checks. */
function afterClose({ choices, sinceClosing }: WritingFacts): ConversationChoices["afterClose"] {
  if (choices.afterClose === "reopen" && sinceClosing !== "reopen") return "wait"
  return choices.afterClose === "new" && sinceClosing === "later" ? "wait" : choices.afterClose
}

/**
 * What becomes of a message that somebody wrote in a conversation. Pure, and total: there is always an answer.
 *
 * @param facts - who wrote what, and the state of the incident
 */
export function decideWriting(facts: WritingFacts): Writing {
  return writingRows.find((row) => row.holds(facts))?.does ?? "count"
}
