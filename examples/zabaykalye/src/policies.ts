import type { PolicyInput } from "@otklik/core"
import { officeCalendarId } from "./calendar.ts"

const version = "2026-11-24"

/** Advice from an office that keeps office hours: nobody is in danger before it opens. */
const officeTopics = [
  "social-benefits",
  "public-services",
  "labour",
  "utility-bills",
  "post",
  "trade",
  "culture",
  "sport",
  "unsafe-housing",
]

/**
 * Terms of the first published reply. Each region publishes its own order; these three are the figures that regional
 * orders name: four hours for raised importance, eight working hours for full marks in a region's rating, a day
 * otherwise. The term of the answer to an author's later words is our own.
 */
export const policies: readonly PolicyInput[] = [
  {
    id: "raised-4h",
    version,
    goal: "first-reply",
    startsAt: "registered",
    term: { minutes: 240, time: "wall" },
    // Named with every kind, so that danger always outweighs a policy for topics.
    appliesTo: { importance: "raised", kinds: ["problem", "question", "suggestion", "thanks"] },
    source: "4 часа при повышенной важности: регламент работы с сообщениями, Севастополь",
  },
  {
    id: "office-8h",
    version,
    goal: "first-reply",
    startsAt: "registered",
    term: { minutes: 480, time: "working", calendarId: officeCalendarId },
    appliesTo: { topics: officeTopics },
    source: "8 часов дают высший балл в рейтинге органов власти, Ульяновская область; здесь рабочие часы",
  },
  {
    id: "normal-24h",
    version,
    goal: "first-reply",
    startsAt: "registered",
    term: { minutes: 1440, time: "wall" },
    source: "24 часа с регистрации: общероссийское правило работы с сообщениями в социальных сетях",
  },
  {
    id: "follow-up-4h",
    version,
    goal: "follow-up",
    startsAt: "author-wrote",
    term: { minutes: 240, time: "working", calendarId: officeCalendarId },
    source: "Срока ответа на новые слова автора порядки не называют: четыре рабочих часа, выбор этого примера",
  },
]
