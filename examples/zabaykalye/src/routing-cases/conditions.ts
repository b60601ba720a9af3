import type { RoutingCase } from "@otklik/core/routing"

const crossing = { topic: "pedestrian-crossings", territoryId: "place-chita", network: "vk" } as const
const places = { topic: "kindergartens", territoryId: "place-baley", network: "ok" } as const

/** Cases that importance, kind, co-executors and the time decide. */
export const conditions: readonly RoutingCase[] = [
  {
    title: "Дети перебегают дорогу у школы: опасно",
    facts: { ...crossing, importance: "raised" },
    owner: "adm-chita",
    ruleId: "dangerous-traffic",
    coExecutors: ["inspection-traffic"],
    why: ['plays the role "administration"'],
  },
  {
    title: "Стёрлась разметка перехода",
    facts: { ...crossing, importance: "normal" },
    owner: "adm-chita",
    ruleId: "by-administration",
    coExecutors: [],
  },
  {
    title: "Как встать в очередь в детский сад",
    facts: { ...places, kind: "question" },
    owner: "ministry-education",
    ruleId: "kindergarten-questions",
    coExecutors: ["adm-baleyskiy"],
  },
  { title: "В детском саду течёт крыша", facts: { ...places, kind: "problem" }, owner: "adm-baleyskiy", ruleId: "by-administration" },
  {
    title: "Автобус в Чите до передачи перевозок краю",
    facts: { topic: "public-transport", territoryId: "place-chita", network: "vk", at: "2026-12-31T14:59:59.999Z" },
    owner: "adm-chita",
  },
  {
    title: "Автобус в Чите после передачи перевозок краю",
    facts: { topic: "public-transport", territoryId: "place-chita", network: "vk", at: "2026-12-31T15:00:00.000Z" },
    owner: "ministry-transport",
    ruleId: "by-transit",
  },
]
