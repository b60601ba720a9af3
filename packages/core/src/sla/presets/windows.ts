import { presetCalendarId, type PolicyPreset } from "./preset.ts"

const version = "2026-11-25"
const objection = { version, goal: "objection", startsAt: "final-published" } as const

/** 15 days in which the citizen may say that it is not fixed. */
export const moscowObjection: PolicyPreset = {
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
export const permObjection: PolicyPreset = {
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
export const formalAppeal: PolicyPreset = {
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
