import type { CaseRow } from "./row.ts"

/** One company for the whole region: the owner is known without the place. */
export const anywhere: readonly CaseRow[] = [
  ["Нет света, место неизвестно", "electricity", null, "vk", "grid-zabaykalye", "electricity-anywhere", 'goes to "grid-zabaykalye"'],
  ["Искрит провод, место неизвестно", "broken-wires", null, "x", "grid-zabaykalye", "electricity-anywhere", 'goes to "grid-zabaykalye"'],
  ["Запах газа, место неизвестно", "gas-leak", null, "ok", "gas-zabaykalye", "gas-anywhere", 'goes to "gas-zabaykalye"'],
  ["Газификация, место неизвестно", "gas", null, "vk", "gas-zabaykalye", "gas-anywhere", 'goes to "gas-zabaykalye"'],
  ["Мусор не вывозят, место неизвестно", "waste-collection", null, "vk", "waste-operator", "waste-anywhere", 'goes to "waste-operator"'],
]
