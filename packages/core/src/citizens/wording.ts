import type { Instant } from "../base/index.ts"
import type { CitizenState, CitizenStep } from "../desk/index.ts"
import type { DismissalReason } from "../incident/index.ts"

/** The words of a status page. `{…}` names what is put in. */
export interface StatusWording {
  /** The language of the page, as `en`. */
  readonly language: string
  /** The heading: `{number}`. */
  readonly title: string
  /** What is said of each state, in a sentence or two. */
  readonly states: Readonly<Record<CitizenState, string>>
  /** Of `answered` and `closed` by what is known of the problem; what is not named says nothing more. */
  readonly problems: Readonly<
    Partial<Record<"fix-claimed" | "fix-confirmed" | "refuted" | "explained" | "cannot-fix" | "not-competent", string>>
  >
  /** Why it was not accepted. */
  readonly reasons: Readonly<Record<DismissalReason, string>>
  /** It is worked on together with others. */
  readonly joined: string
  /** The four stages of the way. */
  readonly stages: readonly [received: string, accepted: string, work: string, answer: string]
  /** Lines of the history: `{owner}`, `{until}`. */
  readonly steps: Readonly<Record<CitizenStep, string>>
  /** Instead of `assigned` where nobody is named. */
  readonly assignedUnnamed: string
  /** Instead of `interim-answer` where no date is promised. */
  readonly interimUndated: string
  /** Names of facts. */
  readonly labels: {
    /** What the number of the appeal is called. */
    readonly number: string
    /** What the topic is called. */
    readonly topic: string
    /** What the district is called. */
    readonly district: string
    /** What the responsible body is called. */
    readonly owner: string
    /** What the moment of the message is called. */
    readonly written: string
    /** What the promised date is called. */
    readonly promised: string
    /** What the end of the term for objections is called. */
    readonly objection: string
    /** The heading of the answers. */
    readonly answers: string
    /** The heading of the history. */
    readonly history: string
    /** What the moment of the last change is called. */
    readonly updated: string
  }
  /** The link to an answer. */
  readonly openAnswer: string
  /** An answer without a link. */
  readonly unlinkedAnswer: string
  /** The link to the feed. */
  readonly feed: string
  /** What the page does not show, and why. */
  readonly privacy: string
  /** The survey. */
  readonly survey: {
    /** Its heading. */
    readonly heading: string
    /** The sentence above the questions. */
    readonly lead: string
    /** The question for the score. */
    readonly score: string
    /** From 1 to 5. */
    readonly scores: readonly [string, string, string, string, string]
    /** The question whether the problem is gone. */
    readonly isFixed: string
    /** It is gone. */
    readonly yes: string
    /** It is not gone. */
    readonly no: string
    /** No answer to that question. */
    readonly unsaid: string
    /** The button. */
    readonly send: string
    /** What the page says after an answer. */
    readonly thanks: string
  }
  /** What is said of a code that is none. */
  readonly notFound: {
    /** The heading. */
    readonly title: string
    /** The sentence below it. */
    readonly text: string
  }
  /** A day, for people. */
  readonly day: (instant: Instant, zone: string) => string
  /** A moment, for people. */
  readonly moment: (instant: Instant, zone: string) => string
}

const format = (instant: Instant, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", options).format(Date.parse(instant))

/** The words of a status page in English. */
export const englishStatusWording: StatusWording = {
  language: "en",
  title: "Your report No. {number}",
  states: {
    received: "We have seen your message. A person is looking at it now.",
    "not-accepted": "We did not take this report on.",
    accepted: "Your report is registered. We are finding out who is responsible.",
    assigned: "Your report was handed over to those who are responsible.",
    "in-work": "They are working on it.",
    question: "We asked you a question. Please answer under our reply: the work goes on from there.",
    interim: "You have a first answer. The work goes on.",
    answered: "Your report is answered.",
    closed: "Your report is answered and closed. If something is not right, write under our answer.",
    reopened: "Your report is open again. The work begins anew.",
    appeal: "Your report goes on as a formal appeal. Our answer says where.",
  },
  problems: {
    "fix-claimed": "Those who are responsible say that it is fixed. Tell us if it is not.",
    "fix-confirmed": "It is confirmed that the problem is fixed.",
    refuted: "The problem is still there, as we were told.",
    explained: "The answer explains how things are.",
    "cannot-fix": "It cannot be fixed for now; the answer says why.",
    "not-competent": "Somebody else is responsible; the answer says who.",
  },
  reasons: {
    "not-a-complaint": "It names no problem that we could solve.",
    advert: "It is an advertisement.",
    "outside-the-region": "The place lies outside of our region.",
    "private-dispute": "It is a private dispute, in which we have no say.",
    "abuse-without-a-problem": "It names no problem.",
    "own-post": "It was written by an official account.",
    news: "It tells news and asks for nothing.",
    "same-message": "We work on the same message under another number.",
  },
  joined: "Several people wrote about the same problem: we work on it together, and everybody gets the answer.",
  stages: ["Received", "Accepted", "In work", "Answered"],
  steps: {
    received: "Your message was found",
    registered: "Registered",
    "not-accepted": "Not taken on",
    restored: "Taken on again",
    assigned: "Responsible: {owner}",
    "in-work": "The work began",
    joined: "Joined with other reports of the same problem",
    separated: "Worked on by itself again",
    question: "We asked you a question",
    advice: "We told you what to do meanwhile",
    "interim-answer": "First answer, with a promise until {until}",
    "final-answer": "Answer",
    answer: "Another answer to you",
    "fix-confirmed": "The fix was confirmed",
    "fix-refuted": "The problem is still there",
    reopened: "Opened again",
    appeal: "Goes on as a formal appeal",
    closed: "Closed",
  },
  assignedUnnamed: "Handed over to those who are responsible",
  interimUndated: "First answer",
  labels: {
    number: "Number",
    topic: "Topic",
    district: "District",
    owner: "Responsible",
    written: "You wrote on",
    promised: "Promised until",
    objection: "You can object until",
    answers: "Our answers",
    history: "What happened",
    updated: "Last change",
  },
  openAnswer: "Open the answer",
  unlinkedAnswer: "Answered",
  feed: "Follow in a feed reader",
  privacy: "This page shows neither your text nor your name, nor who works on it. Whoever has the link can read it.",
  survey: {
    heading: "How did it go?",
    lead: "Your answer helps us to see whether the problem is really solved.",
    score: "How satisfied are you?",
    scores: ["Not at all", "Hardly", "So-so", "Satisfied", "Very satisfied"],
    isFixed: "Is the problem solved?",
    yes: "Yes",
    no: "No",
    unsaid: "I cannot say",
    send: "Send",
    thanks: "Thank you, your answer is recorded.",
  },
  notFound: { title: "Nothing is found here", text: "Please check the link: it is in our reply to you." },
  day: (instant, zone) => format(instant, { timeZone: zone, day: "numeric", month: "long", year: "numeric" }),
  moment: (instant, zone) =>
    format(instant, { timeZone: zone, day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" }),
}
