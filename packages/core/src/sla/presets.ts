import type { PolicyInput } from "./policy.ts"

/** A published regulation as policies, ready to be taken over, changed or laid beside others. */
export interface PolicyPreset {
  /** Names the preset. */
  readonly id: string
  /** Whose regulation it is. */
  readonly title: string
  /** Where the numbers come from, in words. */
  readonly source: string
  /** What the source leaves open, and how it was read here; null when nothing is. */
  readonly openQuestion: string | null
  /** Terms of working time and of days name the calendar {@link presetCalendarId}. */
  readonly policies: readonly PolicyInput[]
}

/**
 * The calendar that presets name: the host's own, with the zone, the working week and the holidays of the authority.
 */
export const presetCalendarId = "office"

const hour = 60
const version = "2026-11-25"
const firstReply = { version, goal: "first-reply" } as const

/** 24 hours from registration, by the clock on the wall. */
const allRussia: PolicyPreset = {
  id: "all-russia-24h",
  title: "All of Russia: a day from registration",
  source: "The all-Russian rule for messages in social networks: the answer is published within 24 hours of the registration",
  openQuestion: null,
  policies: [
    {
      ...firstReply,
      id: "all-russia-24h",
      startsAt: "registered",
      term: { minutes: 24 * hour, time: "wall" },
      source: "All-Russian rule: 24 hours from registration",
    },
  ],
}

/**
 * 9 working hours from the hand-over to the executor, 4 when importance is raised; the final reply 7 working days after
 * an interim one.
 */
const sevastopol: PolicyPreset = {
  id: "sevastopol",
  title: "Sevastopol: working hours from the hand-over",
  source:
    "The order of the government of Sevastopol on messages in social networks, as two reports give it: 9 working hours, 4 for raised importance, both from the hand-over to the executor; 7 working days for the final answer after an interim one",
  openQuestion:
    "One report of the order says 4 working hours, the other 4 hours; working hours are taken here, and sevastopol-4h-wall is the stricter reading",
  policies: [
    {
      ...firstReply,
      id: "sevastopol-9h",
      startsAt: "assigned",
      term: { minutes: 9 * hour, time: "working", calendarId: presetCalendarId },
      source: "Sevastopol: 9 working hours from the hand-over",
    },
    {
      ...firstReply,
      id: "sevastopol-4h",
      startsAt: "assigned",
      term: { minutes: 4 * hour, time: "working", calendarId: presetCalendarId },
      appliesTo: { importance: "raised" },
      source: "Sevastopol: 4 working hours from the hand-over for raised importance",
    },
    {
      version,
      id: "sevastopol-final-7wd",
      goal: "final-reply",
      startsAt: "interim-published",
      term: { days: 7, time: "working-days", calendarId: presetCalendarId },
      source: "Sevastopol: the final answer 7 working days after the interim one",
    },
  ],
}

/** Sevastopol's 4 hours in the stricter reading: by the clock on the wall. */
const sevastopolWall: PolicyPreset = {
  id: "sevastopol-4h-wall",
  title: "Sevastopol: four hours by the clock on the wall",
  source: "The other of the two reports of Sevastopol's order: 4 hours, not working hours, for raised importance from the hand-over",
  openQuestion: "Which of the two reports has the order's words is not known",
  policies: [
    {
      ...firstReply,
      id: "sevastopol-4h-wall",
      startsAt: "assigned",
      term: { minutes: 4 * hour, time: "wall" },
      appliesTo: { importance: "raised" },
      source: "Sevastopol: 4 hours from the hand-over for raised importance",
    },
  ],
}

/**
 * 9 working hours from the moment at which the curator found the message; the final reply 7 days after an interim one.
 */
const crimea: PolicyPreset = {
  id: "crimea",
  title: "Crimea: working hours from the finding",
  source:
    "The order of the Republic of Crimea on messages in social networks: 9 working hours from the finding by the curator; 7 days for the final answer after an interim one",
  openQuestion: null,
  policies: [
    {
      ...firstReply,
      id: "crimea-9h",
      startsAt: "detected",
      term: { minutes: 9 * hour, time: "working", calendarId: presetCalendarId },
      source: "Crimea: 9 working hours from the finding by the curator",
    },
    {
      version,
      id: "crimea-final-7d",
      goal: "final-reply",
      startsAt: "interim-published",
      term: { days: 7, time: "calendar-days", calendarId: presetCalendarId },
      source: "Crimea: the final answer 7 days after the interim one",
    },
  ],
}

/** 8 hours: what gives full marks in the region's rating. */
const ulyanovsk: PolicyPreset = {
  id: "ulyanovsk-8h",
  title: "Ulyanovsk: full marks for eight hours",
  source: "The rating of authorities of the Ulyanovsk region: an answer within 8 hours gives full marks",
  openQuestion:
    "The rating does not say from which moment the hours run, nor by which clock: from registration and by the clock on the wall are taken here",
  policies: [
    {
      ...firstReply,
      id: "ulyanovsk-8h",
      startsAt: "registered",
      term: { minutes: 8 * hour, time: "wall" },
      source: "Ulyanovsk region: 8 hours give full marks in the rating",
    },
  ],
}

const objection = { version, goal: "objection", startsAt: "final-published" } as const

/** 15 days in which the citizen may say that it is not fixed. */
const moscowObjection: PolicyPreset = {
  id: "moscow-objection-15d",
  title: "Moscow: a window of 15 days for objections",
  source: "The city portal of Moscow: the author confirms or refutes the answer within 15 days",
  openQuestion: "It is a rule of a portal with a button; a social network has none, and an objection is a new comment",
  policies: [
    {
      ...objection,
      id: "moscow-objection-15d",
      term: { days: 15, time: "calendar-days", calendarId: presetCalendarId },
      source: "Moscow: 15 days to confirm or refute",
    },
  ],
}

/** 2 to 7 days in which the citizen may say that it is not fixed: the longest is taken. */
const permObjection: PolicyPreset = {
  id: "perm-objection-7d",
  title: "Perm: a window of up to 7 days for objections",
  source: "The regional portal of Perm: the author refutes the answer within 2 to 7 days, by topic",
  openQuestion: "The source gives the range and no table of topics; the longest window is taken, which closes nothing too early",
  policies: [
    {
      ...objection,
      id: "perm-objection-7d",
      term: { days: 7, time: "calendar-days", calendarId: presetCalendarId },
      source: "Perm: 2 to 7 days to refute; here 7",
    },
  ],
}

/** 30 days for what goes on as a formal appeal. */
const formalAppeal: PolicyPreset = {
  id: "formal-appeal-30d",
  title: "Formal appeal: 30 days",
  source: "The federal law on citizens' appeals: a written appeal is answered within 30 days of its registration",
  openQuestion: null,
  policies: [
    {
      version,
      id: "formal-appeal-30d",
      goal: "formal-reply",
      startsAt: "converted",
      term: { days: 30, time: "calendar-days", calendarId: presetCalendarId },
      source: "Formal appeal: 30 days from its registration",
    },
  ],
}

/**
 * Terms that are published somewhere, as data: to start from, and to ask `simulatePolicies` what they would have meant.
 * None applies by itself; a host takes the policies that its own order names, under a calendar with the id `office`.
 *
 * Each says where its numbers come from and what the source leaves open.
 *
 * @example
 * const policies = policyPresets.find(({ id }) => id === "crimea")?.policies
 */
export const policyPresets: readonly PolicyPreset[] = [
  allRussia,
  sevastopol,
  sevastopolWall,
  crimea,
  ulyanovsk,
  moscowObjection,
  permObjection,
  formalAppeal,
]
