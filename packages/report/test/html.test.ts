import { createHash } from "node:crypto"
import type { Coverage } from "@otklik/core/reports"
import { toHtml } from "@otklik/report"
import { describe, expect, it } from "vitest"
import { sampleReport } from "./sample-report.ts"
import { titles } from "./sample-titles.ts"

const options = { locale: "ru", title: "Обращения жителей", titles } as const
const report = sampleReport()

/** The page as it is read, tags left out. */
function textOf(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
}

describe("the page", () => {
  it("allows its own style sheet by its hash, and nothing else", () => {
    const page = toHtml(report, options)
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
    const hash = createHash("sha256").update(style).digest("base64")
    expect(policy.replaceAll("&#39;", "'")).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`)
    expect(page).not.toMatch(/<script|<link|<img| style=| on\w+=|url\(/)
  })

  it("escapes every text that it is given", () => {
    const hostile = `"><script>alert(1)</script>&'`
    const page = toHtml(report, {
      ...options,
      title: hostile,
      organisation: hostile,
      notices: [hostile],
      titles: { topic: { roads: hostile }, territory: { north: hostile } },
      lists: [{ title: hostile, lead: hostile, columns: [hostile, "b"], rows: [{ cells: [hostile, hostile] }] }],
      coverage: {
        period: { from: report.period.from, to: report.period.to },
        sources: [{ title: hostile, minutes: 10, readMinutes: 5, gaps: [] }],
      },
    })
    expect(page).not.toContain("<script")
    expect(page.match(/&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;&#39;/g)?.length).toBeGreaterThan(12)
  })

  it("follows no link but those of the web", () => {
    const lists = [{ title: "a", columns: ["b"], rows: [{ cells: ["c"], url: "javascript:alert(1)" }] }]
    expect(() => toHtml(report, { ...options, lists })).toThrow("lists[0].rows[0].url")
  })

  it("leads from a row to the incidents behind it", () => {
    const row = { table: 1, keys: ["roads"] }
    const page = toHtml(report, {
      ...options,
      lists: [{ title: "a", columns: ["№", "Тема"], rows: [{ cells: ["17", "яма"] }], total: 122, row }],
    })
    expect(page).toContain(`<a href="#list-0">Состояние дорог и улиц</a>`)
    expect(page).toMatch(/<details id="list-0">[\s\S]*Состояние дорог и улиц[\s\S]*яма[\s\S]*Показано 1 из 122/)
  })

  it("ranks the worst first, prints the formula, and names who has no score", () => {
    const table = report.tables.findIndex(({ by }) => by.join() === "territory")
    const formula = {
      parts: [
        { share: "inTime", weight: 0.6 },
        { share: "fixed", weight: 0.4 },
      ],
    }
    const ranked = [
      { keys: ["north"], score: 0.71, place: 1, parts: [{ value: 0.85 }, { value: 0.49 }] },
      { keys: ["west"], score: 0.6, place: 2, parts: [{ value: 0.69 }, { value: null }] },
    ]
    const unranked = [{ keys: ["mountain"], why: "few" }]
    const [, text = ""] = textOf(toHtml(report, { ...options, rankings: [{ table, formula, ranked, unranked }] })).split("делят место.")
    expect(text).toContain("Оценка = 0,6 × «В срок» + 0,4 × «Доля решённых»")
    expect(text.indexOf("Западный район города")).toBeLessThan(text.indexOf("Северный район города"))
    expect(text).toMatch(/Западный район города 2 60 % \d+ % \d+ из \d+/)
    expect(text).toContain("Без оценки: Горный район (мало обращений).")
  })

  it("says what came of it: outcomes, promises, medians, last year beside", () => {
    const text = textOf(toHtml(report, options))
    const { totals } = report
    for (const said of [
      `Зарегистрировано ${totals.numbers["received"]} обращений — на ${totals.change?.numbers["received"]?.absolute} больше`,
      `Решение подтверждено ${totals.numbers["fixConfirmed"]} `,
      `${totals.numbers["promisesKept"]} из ${totals.numbers["promisesDue"]}`,
      "9 из 10 за",
      "ноябрь 2025 года",
      "В периоде 20 рабочих дней, в периоде сравнения 19 рабочих дней.",
    ])
      expect(text).toContain(said)
  })

  it("is the same page in English", () => {
    const text = textOf(toHtml(report, { locale: "en", title: "Complaints" }))
    expect(text).toContain(`${report.totals.numbers["received"]} incidents registered`)
    expect(text).not.toMatch(/[а-яё]/i)
  })

  it("shows what is hidden as hidden, never as nothing", () => {
    const { totals } = report
    const published = {
      ...report,
      totals: {
        ...totals,
        numbers: { ...totals.numbers, overdueOpen: null },
        shares: { ...totals.shares, inTime: { share: null, of: null } },
      },
      published: { k: 5, hidden: 2 },
    }
    const text = textOf(toHtml(published, options))
    expect(text).toContain("Просрочено ✱")
    expect(text).toContain("Ответ дан в срок ✱")
    expect(text).toContain("Числа от 1 до 4 скрыты")
  })

  it("says whose figures they are when they are not everybody's", () => {
    const scope = { reach: [{ territoryIds: ["north", "lake"] }], where: { topics: ["roads"] } }
    expect(textOf(toHtml({ ...report, scope }, options))).toContain("Охват: Северный район города, Озёрный округ; Состояние дорог и улиц")
  })

  it("stands without a compared period, without tables, and with nothing received", () => {
    const empty = { ...sampleReport({ compared: false }), tables: [] }
    const nothing = {
      ...empty,
      totals: { ...empty.totals, numbers: { received: 0 }, shares: { inTime: { share: null, of: 0 } }, durations: {} },
    }
    expect(textOf(toHtml(empty, options))).not.toMatch(/было \d|Изменение/)
    const text = textOf(toHtml(nothing, options))
    expect(text).toContain("За период новых обращений не зарегистрировано.")
    expect(text).toContain("Ответ дан в срок — сроки ещё не наступили")
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/)
  })

  it("keeps a share that is 0 %, and leaves out what neither period had", () => {
    const { totals } = sampleReport({ compared: false })
    const numbers = { ...totals.numbers, fixed: 0, refuted: 0 }
    const bare = {
      ...sampleReport({ compared: false }),
      totals: { ...totals, numbers, shares: { ...totals.shares, fixed: { share: 0, of: 438 } } },
    }
    const [, all = ""] = textOf(toHtml(bare, options)).split("Каждое число определено один раз")
    expect(all).toContain("Решено от окончательных ответов. 0 %")
    expect(all).not.toContain("Решение опровергнуто")
  })

  it("takes the coverage of a desk as it is", () => {
    const coverage: Coverage = {
      period: { from: report.period.from, to: report.period.to },
      sources: [{ connectorId: "vk", sourceId: "wall", title: "Стена города", minutes: 100, readMinutes: 75, read: [], gaps: [] }],
    }
    expect(textOf(toHtml(report, { ...options, coverage }))).toContain("Стена города 75 % 25 мин 0")
  })

  it("refuses a report of another version", () => {
    expect(() => toHtml({ ...report, schemaVersion: 1 as number as 2 }, options)).toThrow("schemaVersion")
  })
})
