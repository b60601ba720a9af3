import type { DeskOptions } from "@otklik/core"

/** Wall-clock seconds, as the minutes that policies and options count in. */
export const seconds = (count: number): number => count / 60

/** A small region whose acceptance is due so soon that it can be watched being missed. */
export const region = {
  rules: [
    { id: "cold", query: "батаре* & холодн*", topic: "heating" },
    { id: "lamp", query: "фонар* & горит", topic: "lamps" },
  ],
  routing: {
    authorities: [
      { id: "heat", title: "Теплосеть", kind: "utility" },
      { id: "town", title: "Администрация", kind: "administration" },
    ],
    territories: [],
    rules: [
      { id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } },
      { id: "lamps", when: { topics: ["lamps"] }, assign: { authorityId: "town" } },
    ],
  },
  policies: [
    { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: { minutes: seconds(1), time: "wall" } },
    { id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } },
    { id: "object", version: "1", goal: "objection", startsAt: "final-published", term: { minutes: seconds(1), time: "wall" } },
  ],
  authorKey: new Uint8Array(32).fill(7), // in earnest: secret bytes, the same in every worker
} satisfies Pick<DeskOptions, "rules" | "routing" | "policies" | "authorKey">
