import { russian } from "@otklik/locale-ru"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createLocator, routingSchema } from "../../src/route/index.ts"
import { textRegion } from "./text-region.ts"

const locator = createLocator(textRegion, { locale: russian() })
const locate = (text: string) => locator.locate({ text })

describe("a place in a text", () => {
  it.each([
    // an address
    ["Нет воды: ул. Ленина, 5, Борзя", "borzya", 0.85],
    ["Борзя, ул. Ленина, д. 5, третий день без света", "borzya", 0.85],
    ["г. Борзя, улица Савватеевская дом 12а", "borzya", 0.85],
    ["ул. Погодаева 7, пгт Карымское, яма", "karymskoe", 0.85],
    ["переулок Рабочий, 3, Шерловая Гора", "sherlovaya-gora", 0.85],
    ["Ясная, ул. Школьная, 4: нет тепла", "yasnaya", 0.85],
    // a word that says that it is a place
    ["В посёлке Карымском не чистят дорогу", "karymskoe", 0.8],
    ["в поселке карымское опять темно", "karymskoe", 0.8],
    ["Живём на станции Ясной, фонари не горят", "yasnaya", 0.8],
    ["п. Ясная, нет света", "yasnaya", 0.8],
    ["В селе Тупик не работает котельная", "tupik", 0.8],
    ["с. Чара без врача", "chara", 0.8],
    ["Дороги Борзинского района разбиты", "borzinskiy", 0.8],
    ["в районе Карымском пожар", "karymskiy", 0.8],
    ["Карымский округ, трасса не чищена", "karymskiy", 0.8],
    // a name alone, in its forms
    ["В Борзе отключили воду", "borzya", 0.7],
    ["Из Борзи не уехать", "borzya", 0.7],
    ["В Шерловой Горе холодно", "sherlovaya-gora", 0.7],
    ["до Новой Чары автобус не ходит", "novaya-chara", 0.7],
    ["В Курорте-Дарасуне нет фельдшера", "kurorty", 0.7],
    ["курорт дарасун, мусор не вывозят", "kurorty", 0.7],
    ["в районе Борзи горит степь", "borzya", 0.7],
    ["В Петровске-Забайкальском не вывозят мусор", "petrovsk", 0.7],
    ["Таможня в Забайкальске", "zabaykalsk", 0.7],
    ["Стоим под Забайкальском", "zabaykalsk", 0.7],
    ["Жители Александрово-Заводского муниципального округа", "aleksandrovo", 0.8],
    ["В забайкальском посёлке Вершино-Дарасунский нет воды", "vershino", 0.8],
    // the inner one of nested places
    ["Борзинский район, посёлок Ясная", "yasnaya", 0.8],
    ["В Борзе, это Борзинский район", "borzya", 0.7],
  ])("%s: %s", (text, territoryId, confidence) => {
    expect(locate(text)).toMatchObject({ territoryId, basis: "text", confidence })
  })

  it.each([
    ["ordinary words", "Ясная погода, а у нас тупик: дрова кончились"],
    ["ordinary words in other forms", "Ситуация тупиковая, зашли в тупик, ясное дело"],
    ["a preposition that looks like an abbreviation", "с тупика не выехать"],
    ["a street's name", "На улице Борзя темно"],
    ["a street's name in an address", "ул. Шерловая Гора, 5"],
    ["a street's name before its word", "Карымское шоссе разбито"],
    ["a district's adjective alone", "борзинский автобус не пришёл"],
    ["a word of another sentence", "Живём в посёлке. Тупик, и всё тут"],
    ["part of another word", "Борзята выросли"],
    ["part of a hyphenated word", "Западно-Борзя и Борзя-Западная"],
    ["the name of a region", "Живём в Забайкальском крае"],
    ["the name of a region that a district has too", "дороги Борзинского края"],
    ["an adjective before another place", "в забайкальском посёлке темно"],
    ["two words that only begin like a name", "шерлока горного"],
    ["nothing", ""],
  ])("is not seen in %s", (_what, text) => {
    expect(locate(text)).toMatchObject({ territoryId: null, basis: "unknown", confidence: 0 })
  })

  it("says how the name stands there, and that it may be an ordinary word", () => {
    expect(locate("Нет воды: ул. Ленина, 5, Борзя").why).toBe('the text names "Борзя" next to a street and a house number')
    expect(locate("в посёлке Карымском").why).toBe('the text names "Карымское" as a place')
    expect(locate("ясная погода").why).toBe('a word of the text may be the name of "Ясная", or an ordinary word')
  })

  it("quotes no text of the author: reasons are kept for ever, texts are not", () => {
    const { why } = locate("Борзя, ул. Ленина, д. 5, квартира Сидоровых")
    expect(why).not.toMatch(/Ленин|Сидор/)
  })
})

describe("a name that several places bear", () => {
  it.each([
    ["is their common part, with little confidence", "В посёлке Озёрном нет света", "region", 0.3],
    ["is their common part, also in an address", "Озёрный, ул. Мира, 2", "region", 0.3],
    ["is their common part, of three as of two", "В Дальней Пади нет связи", "region", 0.3],
    ["is decided by a district that has one of the three", "Каларский район, Дальняя Падь", "dalniy-k", 0.7],
    ["is decided by a district that the text names", "В посёлке Озёрном Карымского района нет света", "ozyornyy-k", 0.8],
    ["is decided by the other district", "Борзинский район, п. Озёрный, нет света", "ozyornyy-b", 0.8],
    ["is narrowed down by a district that has two of the three", "Борзинский район, Дальняя Падь", "borzinskiy", 0.3],
    ["is not decided by a third place", "Посёлок Озёрный, это рядом с Новой Чарой", "region", 0.3],
  ])("%s: %s", (_what, text, territoryId, confidence) => {
    expect(locate(text)).toMatchObject({ territoryId, basis: "text", confidence })
  })

  it("is unknown when they have nothing in common", () => {
    const found = locate("На Белой Горе темно")
    expect(found).toMatchObject({ territoryId: null, basis: "unknown", confidence: 0 })
    expect(found.why).toContain("they have nothing in common")
    expect(found.why).toContain("(far-gora)")
  })

  it("several places without one inside the others are their common part", () => {
    expect(locate("Дорога из Борзи в Карымское разбита")).toMatchObject({ territoryId: "region", confidence: 0.3 })
    expect(locate("Между Борзёй и Шерловой Горой заносы")).toMatchObject({ territoryId: "borzinskiy", confidence: 0.3 })
  })
})

describe("reading of texts", () => {
  it("needs the words of the region: without them names are not looked for", () => {
    const { authorities, rules, territories } = textRegion
    const mute = createLocator(routingSchema.parse({ authorities, rules, territories }), { locale: russian() })
    expect(mute.locate({ text: "В Борзе отключили воду" }).basis).toBe("unknown")
  })

  it("finds a name only as it is written when there is no locale", () => {
    const plain = createLocator(textRegion)
    expect(plain.locate({ text: "Борзя, нет воды" }).territoryId).toBe("borzya")
    expect(plain.locate({ text: "В Борзе нет воды" }).territoryId).toBeNull()
  })

  it("goes together with mention queries", () => {
    const territories = textRegion.territories.map((territory) =>
      territory.id === "tupik" ? { ...territory, mention: "котельная" } : territory,
    )
    const both = createLocator(routingSchema.parse({ ...textRegion, territories }), { locale: russian() })
    expect(both.locate({ text: "Каларский район: котельная встала" })).toMatchObject({ territoryId: "tupik", confidence: 0.7 })
    expect(both.locate({ text: "котельная в Борзе встала" })).toMatchObject({ territoryId: "region", confidence: 0.3 })
  })

  it("is total: any text gives a known territory or none, with a reason", () => {
    const pieces = fc.constantFrom(
      ..."ул. Ленина 5 Борзя п. с. посёлок Ясная район Борзинский Озёрный Дальняя Падь , . ! дом 7а Новая Чара Тупик г. - Белая Гора 🏠 #борзя".split(
        " ",
      ),
      "\n",
      "",
    )
    const known = new Set(textRegion.territories.map(({ id }) => id))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme" }),
          fc.array(pieces, { maxLength: 14 }).map((list) => list.join(" ")),
        ),
        (text) => {
          const { territoryId, confidence, why, basis } = locate(text)
          expect(why).not.toBe("")
          if (territoryId === null) expect([basis, confidence]).toEqual(["unknown", 0])
          else {
            expect(known.has(territoryId)).toBe(true)
            expect(confidence).toBeGreaterThan(0)
            expect(confidence).toBeLessThanOrEqual(0.85)
          }
          // What the text says twice it says no less surely.
          expect(locate(`${text}\n${text}`).territoryId).toBe(territoryId)
        },
      ),
      { numRuns: 500 },
    )
  })
})
