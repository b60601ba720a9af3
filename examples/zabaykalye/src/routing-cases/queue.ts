import type { CaseRow } from "./row.ts"

/** Nobody owns it yet: it stands in the visible queue, and the reason says what is missing. */
export const queue: readonly CaseRow[] = [
  ["Ямы, место неизвестно", "road-repair", null, "vk", null, null, 'nearest rule "by-administration": the territory is unknown'],
  ["Нет тепла, место неизвестно", "heating", null, "ok", null, null, 'nearest rule "by-heating": the territory is unknown'],
  ["Нет воды, место неизвестно, на X", "water", null, "x", null, null, 'nearest rule "by-water": the territory is unknown'],
  ["Автобус, место неизвестно", "public-transport", null, "vk", null, null, 'nearest rule "by-transit": the territory is unknown'],
  ["Прочее, место неизвестно", "other", null, "facebook", null, null, 'nearest rule "by-administration": the territory is unknown'],
  ["Тема неизвестна, место известно", null, "place-chita", "vk", null, null, "no owner: topic unknown"],
]
