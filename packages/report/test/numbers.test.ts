import { describe, expect, it } from "vitest"
import { changeText, minutesText, percentText, periodText } from "../src/numbers.ts"

const plain = (text: string): string => text.replaceAll("\u00A0", " ")

describe("numbers for people", () => {
  it.each([
    [0, "0 мин"],
    [45, "45 мин"],
    [200, "3 ч 20 мин"],
    [1440, "24 ч"],
    [2879.4, "47 ч 59 мин"],
    [2880, "2 сут"],
    [3130, "2 сут 4 ч"],
  ])("%s minutes are %s", (minutes, text) => {
    expect(plain(minutesText(minutes, "ru"))).toBe(text)
  })

  it("say 100 % of all alone, and 0 % of none", () => {
    expect([0, 0.001, 0.5, 0.999, 1].map((share) => plain(percentText(share, "ru")))).toEqual(["0 %", "1 %", "50 %", "99 %", "100 %"])
  })

  it("give no per cent of numbers below ten", () => {
    expect(plain(changeText(3, 1, "ru").text)).toBe("▲ 2")
    expect(plain(changeText(15, 10, "ru").text)).toBe("▲ 5 (+50 %)")
    expect(plain(changeText(8, 10, "en").text)).toBe("▼ 2 (−20%)")
  })

  it.each([
    ["2026-11-01", "2026-12-01", "ноябрь 2026 года", "November 2026"],
    ["2026-01-01", "2027-01-01", "2026 год", "2026"],
    ["2026-11-24", "2026-11-25", "24 ноября 2026 года", "24 November 2026"],
    ["2026-11-02", "2026-11-09", "2–8 ноября 2026 года", "2 November – 8 November 2026"],
    ["2025-12-29", "2026-01-05", "29 декабря 2025 года – 4 января 2026 года", "29 December 2025 – 4 January 2026"],
  ])("name the period from %s to %s", (fromDate, toDate, russian, english) => {
    expect([periodText({ fromDate, toDate }, "ru"), periodText({ fromDate, toDate }, "en")].map(plain)).toEqual([russian, english])
  })
})
