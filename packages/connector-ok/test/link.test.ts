import { expect, it } from "vitest"
import { createWorld } from "./world.ts"

it.each([
  ["https://ok.ru/group/54000000000001/topic/62000000000007", "ok:54000000000001_62000000000007"],
  ["https://m.ok.ru/group/54000000000001/topic/62000000000007/?st=1", "ok:54000000000001_62000000000007"],
  ["https://ok.ru/cityname/topic/62000000000007", undefined],
  ["https://ok.example.org/group/54000000000001/topic/62000000000007", undefined],
  ["no link", undefined],
])("a link that a person enters: %s leads to %s", (url, key) => {
  expect(createWorld().connect().keyOf?.(url)).toBe(key)
})
