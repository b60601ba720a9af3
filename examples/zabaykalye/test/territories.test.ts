import { createLocator, routingSchema } from "@otklik/core/routing"
import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { routing as input } from "../src/routing.ts"

const routing = routingSchema.parse(input)
const locator = createLocator(routing, { locale: region.locale })
const inText = (text: string) => locator.locate({ text }).territoryId

describe("places named in a text", () => {
  it.each([
    ["Когда в Чите починят дорогу?", "place-chita"],
    ["Отопления нет, Чита, улица Бутина", "place-chita"],
    ["Живём между Читой и аэропортом", "place-chita"],
    ["В Борзе отключили воду", "place-borzya"],
    ["Из Балея не уехать", "place-baley"],
    ["В Хилке темно, фонари не горят", "place-khilok"],
    ["В посёлке Горном нет врача", "place-gornyy"],
    ["пгт Ясная, нет света", "place-yasnaya"],
    ["На станции Сбега разбита платформа", "place-sbega"],
    ["В Шерловой Горе холодно", "place-sherlovaya-gora"],
    ["В Петровске-Забайкальском не вывозят мусор", "place-petrovsk-zabaykalskiy"],
    ["В Краснокаменском районе дорога не чищена", "krasnokamenskiy"],
    ["Свалка под Краснокаменском", "place-krasnokamensk"],
    ["Живём в Забайкальском крае", "zabaykalye"],
    ["Таможня в Забайкальске", "place-zabaykalsk"],
    ["Дороги Петровск-Забайкальского района", "petrovsk-zabaykalskiy"],
    ["Верх-Чита осталась без автобуса", "place-verkh-chita"],
    ["В Нерчинском Заводе нет воды", "place-nerchinskiy-zavod"],
    ["Улёты: свалка у реки", "place-ulyoty"],
    ["В Новой Чаре нет связи", "place-novaya-chara"],
    ["Краснокаменский район, дорога не чищена", "krasnokamenskiy"],
    ["Жители Александрово-Заводского муниципального округа", "aleksandrovo-zavodskiy"],
    ["Тунгиро-Олекминский район отрезан", "tungiro-olyokminskiy"],
    ["Черновский район, нет остановки", "chita-chernovskiy"],
    ["Центральный район Читы, двор не убран", "chita-tsentralnyy"],
    ["Жители Забайкальского края ждут ответа", "zabaykalye"],
    ["В забайкальском посёлке Вершино-Дарасунский нет воды", "place-vershino-darasunskiy"],
    ["п. Ясногорск, яма на въезде", "place-yasnogorsk"],
    ["Стоим под Забайкальском вторые сутки", "place-zabaykalsk"],
  ])("%s", (text, territoryId) => {
    expect(inText(text)).toBe(territoryId)
  })

  it.each([
    "Дети любят читать книги",
    "Борзая бежит по полю",
    "Горный воздух полезен",
    "Зашли в тупик, широкая улица",
    "Её кличка смешная",
    "Первомайский праздник во дворе",
    "Центральный район города ждёт ремонта",
    "Сбегу отсюда",
    "Чай с ягодным вкусом",
    "Едем с горного озера",
    "Поставил читы для игры",
  ])("no place: %s", (text) => {
    expect(inText(text)).toBeNull()
  })

  it("prefers the place that a message names, and its coordinates, to the community", () => {
    const facts = { text: "", communityKey: "vk:-75000201" }
    expect(locator.locate({ ...facts, place: { name: "Балейский район" } })).toMatchObject({ territoryId: "baleyskiy", basis: "place" })
    expect(locator.locate({ ...facts, place: { latitude: 50.1, longitude: 118.03 } })).toMatchObject({ territoryId: "place-krasnokamensk" })
    expect(locator.locate(facts)).toMatchObject({ territoryId: "okrug-chita", basis: "community" })
  })

  it("finds every settlement and district by its own title", () => {
    const lost = routing.territories
      .filter((territory) => territory.kind === "settlement" || territory.kind === "district")
      .filter(({ id, title, kind }) => inText(kind === "district" ? title : `посёлок ${title}`) !== id)
    expect(lost.map((territory) => territory.id)).toEqual([])
  })
})
