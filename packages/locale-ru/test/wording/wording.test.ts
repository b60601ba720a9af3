import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { countRu, formatDueRu, formatDurationRu, pluralRu, type PluralForms } from "../../src/index.ts"

const hours: PluralForms = ["час", "часа", "часов"]
const appeals: PluralForms = ["обращение", "обращения", "обращений"]

describe("pluralRu", () => {
  it.each([
    [0, "обращений"],
    [1, "обращение"],
    [2, "обращения"],
    [4, "обращения"],
    [5, "обращений"],
    [10, "обращений"],
    [11, "обращений"],
    [12, "обращений"],
    [14, "обращений"],
    [19, "обращений"],
    [20, "обращений"],
    [21, "обращение"],
    [22, "обращения"],
    [25, "обращений"],
    [101, "обращение"],
    [111, "обращений"],
    [112, "обращений"],
    [121, "обращение"],
    [1001, "обращение"],
    [1011, "обращений"],
    [-1, "обращение"],
    [-5, "обращений"],
    [1.5, "обращения"],
    [0.1, "обращения"],
  ])("%d: %s", (count, word) => {
    expect(pluralRu(count, appeals)).toBe(word)
  })

  it("chooses as Intl.PluralRules of Russian does", () => {
    const rules = new Intl.PluralRules("ru")
    const words: Readonly<Record<string, string>> = { one: "час", few: "часа", many: "часов", other: "часа" }
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.nat(), fc.double({ min: 0, max: 1000, noNaN: true })), (count) => {
        // Intl rounds to three digits before it chooses; a number that is longer is its own affair.
        fc.pre(Number.isInteger(count) || Number(count.toFixed(3)) % 1 !== 0)
        expect(pluralRu(count, hours)).toBe(words[rules.select(count)])
      }),
    )
  })

  it.each([Number.NaN, Infinity, -Infinity])("refuses %d", (count) => {
    expect(() => pluralRu(count, hours)).toThrow(TypeError)
  })

  it("puts the number before the word, a fraction with a comma", () => {
    expect(countRu(5, appeals)).toBe("5 обращений")
    expect(countRu(1.5, hours)).toBe("1,5 часа")
    expect(countRu(-21, hours)).toBe("-21 час")
  })
})

describe("formatDurationRu", () => {
  it.each([
    [0, {}, "0 минут"],
    [0.9, {}, "0 минут"],
    [1, {}, "1 минута"],
    [59, {}, "59 минут"],
    [60, {}, "1 час"],
    [135, {}, "2 часа 15 минут"],
    [1500, {}, "25 часов"],
    [135, { style: "short" }, "2 ч 15 мин"],
    [0, { style: "short" }, "0 мин"],
    [1439, { days: true }, "23 часа 59 минут"],
    [1440, { days: true }, "1 день"],
    [1441, { days: true }, "1 день"],
    [4560, { days: true }, "3 дня 4 часа"],
    [7200, { days: true, style: "short" }, "5 д"],
  ] as const)("%d minutes, %j: %s", (minutes, wording, text) => {
    expect(formatDurationRu(minutes, wording)).toBe(text)
  })

  it("is read back to the same minutes", () => {
    fc.assert(
      fc.property(fc.nat(100_000), (minutes) => {
        const [, wholeHours = "0"] = /(\d+) ч/.exec(formatDurationRu(minutes, { style: "short" })) ?? []
        const [, rest = "0"] = /(\d+) мин/.exec(formatDurationRu(minutes, { style: "short" })) ?? []
        expect(Number(wholeHours) * 60 + Number(rest)).toBe(minutes)
      }),
    )
  })

  it.each([-1, Number.NaN, Infinity])("refuses %d", (minutes) => {
    expect(() => formatDurationRu(minutes)).toThrow(TypeError)
  })
})

describe("formatDueRu", () => {
  it.each([
    ["2026-11-24T03:30:00.000Z", "Asia/Chita", "вт, 24 ноября, 12:30"],
    ["2026-11-24T15:30:00.000Z", "Asia/Chita", "ср, 25 ноября, 00:30"],
    ["2026-11-24T15:30:00.000Z", "Europe/Moscow", "вт, 24 ноября, 18:30"],
    ["2026-05-01T00:05:00+03:00", "Europe/Moscow", "пт, 1 мая, 00:05"],
    ["2026-03-08T12:00:00.000Z", "Europe/Kaliningrad", "вс, 8 марта, 14:00"],
  ])("%s in %s: %s", (instant, zone, text) => {
    expect(formatDueRu(instant, zone)).toBe(text)
  })

  it("tells the year when asked, that of the zone", () => {
    expect(formatDueRu("2026-12-31T20:00:00.000Z", "Asia/Chita", { year: true })).toBe("пт, 1 января 2027 г., 05:00")
  })

  it.each([
    ["2026-11-24T12:30:00", "Asia/Chita"],
    ["2026-11-24", "Asia/Chita"],
    ["завтра", "Asia/Chita"],
    ["2026-11-24T03:30:00.000Z", "Asia/Nowhere"],
    ["2026-13-01T03:30:00.000Z", "Asia/Chita"],
  ])("refuses %s in %s", (instant, zone) => {
    expect(() => formatDueRu(instant, zone)).toThrow(TypeError)
  })
})
