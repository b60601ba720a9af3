import { russianAddressWords } from "@otklik/core/routing"
import { russian } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { createLocator } from "../../src/route/index.ts"

const routing = { authorities: [], territories: [], rules: [] }
const { streetsOf } = createLocator({ ...routing, addressWords: russianAddressWords }, { locale: russian() })

describe("the streets of a message", () => {
  it.each([
    ["На улице Чкалова нет света", "Света нет: ул. Чкалова, 5"],
    ["У нас Карымская улица без воды", "На Карымской улице сухо"],
    ["ул. 50 лет Октября, 3 без тепла", "на улице 50 лет Октября холодно"],
    ["в микрорайоне Северном темно", "мкр Северный без света"],
  ])("are one where %s, and %s", (one, other) => {
    expect(streetsOf({ text: one })).toHaveLength(1)
    expect(streetsOf({ text: other })).toEqual(streetsOf({ text: one }))
  })

  it.each(["На улице темно второй час", "Выйти на улицу страшно", "Нет света", "Наша улица в яме"])("are none in: %s", (text) => {
    expect(streetsOf({ text })).toEqual([])
  })

  it("are told apart, and the place that somebody named comes first", () => {
    expect(streetsOf({ text: "ул. Мира" })).not.toEqual(streetsOf({ text: "ул. Мирная" }))
    expect(streetsOf({ text: "ул. Мира", place: { street: "улица Чкалова" } })).toEqual(streetsOf({ text: "на улице Чкалова" }))
  })

  it("are read in no text where the routing data has no address words", () => {
    const plain = createLocator(routing)
    expect(plain.streetsOf({ text: "ул. Мира" })).toEqual([])
    expect(plain.streetsOf({ text: "", place: { street: "Мира" } })).toHaveLength(1)
  })
})
