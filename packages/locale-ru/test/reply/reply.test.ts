import { englishEvidenceWording } from "@otklik/core/evidence"
import { createReplyLint, renderReply, replyLanguageEn, templateFacts, wordFacts } from "@otklik/core/replies"
import { describe, expect, it } from "vitest"
import {
  evidenceWordingRu,
  findInnRu,
  findMobileRu,
  findPassportRu,
  findSnilsRu,
  formatDayRu,
  replyLanguageRu,
  replyWordingRu,
  russian,
} from "../../src/index.ts"

const zone = "Asia/Chita"

describe("replyWordingRu", () => {
  it("tells moments, days and numbers as a Russian reader writes them", () => {
    const facts = {
      at: { moment: "2026-11-24T03:30:00.000Z" },
      until: { day: "2026-11-24T15:00:00.000Z" },
      sum: 12000.5,
      low: -3,
      house: 1200,
    }
    const told = renderReply("{at} | {until} | {sum} | {low} | {house}", wordFacts(facts, { zone, wording: replyWordingRu }))
    expect(told).toBe("вт, 24 ноября 2026 г., 12:30 | 25 ноября 2026 года | 12\u00a0000,5 | −3 | 1200")
  })

  it("refuses a moment without an offset", () => {
    expect(() => formatDayRu("2026-11-24T03:30:00", zone)).toThrow(TypeError)
  })
})

describe("numbers with check digits", () => {
  it("takes one of a hundred СНИЛС numbers: the one whose check digits are right, at the edges too", () => {
    const right = (body: string) =>
      Array.from({ length: 100 }, (_, check) => `${body} ${String(check).padStart(2, "0")}`).filter(
        (number) => findSnilsRu(number).length > 0,
      )
    expect(right("112-233-445")).toEqual(["112-233-445 95"])
    // The sums are 100, 101 and 102: the first two are written 00.
    expect(right("900-000-334")).toEqual(["900-000-334 00"])
    expect(right("900-000-335")).toEqual(["900-000-335 00"])
    expect(right("900-000-336")).toEqual(["900-000-336 01"])
  })

  it("takes one of a hundred ИНН of twelve digits", () => {
    const right = Array.from({ length: 100 }, (_, check) => `5001007322${String(check).padStart(2, "0")}`).filter(
      (number) => findInnRu(number).length > 0,
    )
    expect(right).toEqual(["500100732259"])
  })

  it("leaves landlines, free numbers and longer numbers alone", () => {
    for (const number of ["8 (3022) 35-00-00", "8-800-200-00-00", "914000000112", "№ 79140000001234"])
      expect(findMobileRu(number)).toEqual([])
  })

  it("takes ten digits for a passport only where the text says so", () => {
    expect(findPassportRu("договор 4508 123456")).toEqual([])
    expect(findPassportRu("Паспорт гражданина: 4508 123456")).toMatchObject([{ start: 20, end: 31 }])
  })
})

describe("the languages", () => {
  it("say the same things: each sentence takes the same facts as in English", () => {
    for (const [code, sentence] of Object.entries(replyLanguageEn.sentences)) {
      const other = new Map(Object.entries(replyLanguageRu.sentences)).get(code) ?? ""
      expect([code, templateFacts(other).toSorted()]).toEqual([code, templateFacts(sentence).toSorted()])
    }
    for (const [code, sentence] of Object.entries(englishEvidenceWording.doubts)) {
      const other = new Map(Object.entries(evidenceWordingRu.doubts)).get(code) ?? ""
      expect([code, templateFacts(other).toSorted()]).toEqual([code, templateFacts(sentence).toSorted()])
    }
    expect(Object.keys(evidenceWordingRu.unchecked)).toEqual(Object.keys(englishEvidenceWording.unchecked))
  })

  it("have queries that can be read, with the forms of words", () => {
    expect(() => createReplyLint({ language: replyLanguageRu, locale: russian() })).not.toThrow()
    expect(evidenceWordingRu.moment?.("2026-11-24T03:30:00.000Z", zone)).toBe("вт, 24 ноября 2026 г., 12:30")
  })
})
