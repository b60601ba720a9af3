import type { DeskOptions } from "@otklik/core"

/** What the office marks incidents with: never the name of a person. */
export const tags = [
  { id: "mass-outage", title: "Общая авария" },
  { id: "school-or-kindergarten", title: "Рядом школа или детский сад" },
  { id: "people-with-disabilities", title: "Доступная среда" },
  { id: "governor-control", title: "На контроле губернатора" },
] as const satisfies NonNullable<DeskOptions["tags"]>

/** Three days after the final reply its author is asked how it was; the page of the link is the host's. */
export const survey: NonNullable<DeskOptions["survey"]> = {
  delayMinutes: 4320,
  text: "Помогли ли вам? Ответьте, пожалуйста, в два нажатия: {surveyUrl}",
  url: "https://otklik.example/s/{code}",
}
