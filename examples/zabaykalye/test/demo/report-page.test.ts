import { describe, expect, it } from "vitest"
import type { IncidentLine, PageModel, PageRow } from "../../demo/page/page-model.ts"
import { changeOf, counted, incidentForms, share } from "../../demo/page/wording.ts"
import { renderReportPage } from "../../demo/report-page.ts"

const attack = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`
const counts = { received: 5, due: 4, answeredInTime: 3, overdueOpen: 1, closed: 2 }

function line(number: number, text: string, url: string | null): IncidentLine {
  return { number, network: text, topic: text, authority: text, territory: text, due: text, note: text, url }
}

function row(id: string, title: string, incidents: readonly IncidentLine[] = []): PageRow {
  return { id, title, counts, before: { ...counts, received: 2 }, incidents }
}

function model(rows: readonly PageRow[], text = "Текст"): PageModel {
  return {
    region: text,
    heading: text,
    period: text,
    periodBefore: text,
    madeAt: text,
    timeZone: text,
    notice: text,
    messagesRead: 100,
    total: { ...counts, answered: 3 },
    before: { ...counts, answered: 3 },
    unowned: 1,
    talks: text,
    sections: [
      { id: "topic", title: text, rowTitle: text, shape: "bars", rows },
      { id: "day", title: text, rowTitle: text, shape: "columns", rows },
    ],
    lists: [
      {
        id: "overdue",
        title: text,
        lead: text,
        noteTitle: text,
        empty: text,
        total: 1,
        incidents: [line(1, text, "https://example.org/1")],
      },
    ],
    unread: { total: 1, notes: [{ place: text, field: text, reason: text }] },
    definitions: [{ term: text, meaning: text }],
  }
}

describe("the report page", () => {
  it("escapes every text", () => {
    const page = renderReportPage(model([row(attack, attack, [line(2, attack, attack)])], attack))
    expect(page).not.toContain("<script")
    expect(page).not.toContain("<img")
    expect(page).not.toMatch(/\sonerror=alert\(1\)>(?!&)/)
    expect(page).toContain("&lt;script&gt;")
  })

  it("asks nobody for anything: no script, no sheet, no picture, no font", () => {
    const page = renderReportPage(model([row("a", "Отопление", [line(2, "Тема", "https://example.org/2")])]))
    expect(page).not.toMatch(/<(script|link|iframe|object|embed|img|image|use)\b/)
    expect(page).not.toMatch(/\bsrc=|url\(|@import|xlink:href/)
    const addresses = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? "")
    expect(addresses.filter((address) => !address.startsWith("#") && !address.startsWith("https://example.org/"))).toEqual([])
  })

  it("follows no link that could run something", () => {
    const page = renderReportPage(model([row("a", "А", [line(7, "Т", "javascript:alert(1)"), line(8, "Т", "data:text/html,x")])]))
    expect(page).not.toContain("javascript:")
    expect(page).not.toContain("data:text")
  })

  it("has a drawing and a table of the same numbers in each section", () => {
    const page = renderReportPage(model([row("a", "Отопление"), row("b", "Вода")]))
    expect(page.match(/<svg/g)).toHaveLength(2)
    expect(page.match(/role="img" aria-label="Диаграмма/g)).toHaveLength(2)
    expect(page.match(/<th scope="row">Отопление<\/th>/g)).toHaveLength(2)
  })

  it("links a row to the incidents behind it", () => {
    const page = renderReportPage(model([row("street lights/1", "Фонари", [line(3, "Тема", null)])]))
    const anchor = /href="#(topic-[^"]+)"/.exec(page)?.[1]
    expect(anchor).toBeDefined()
    expect(page).toContain(`<details id="${anchor}">`)
  })

  it("says so when the drawing holds less than the table", () => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      row(`r${index}`, `Очень длинное название темы, которое не помещается ни в одну строку диаграммы ${index}`),
    )
    const page = renderReportPage(model(rows))
    expect(page).toContain("из 40; все — в таблице")
    expect(page).toContain("темы, которое не помещается ни в одну строку диаграммы 39")
  })

  it("draws for every theme: no colour of its own in the drawings", () => {
    const page = renderReportPage(model([row("a", "Отопление")]))
    for (const svg of page.match(/<svg[\s\S]*?<\/svg>/g) ?? []) expect(svg).not.toMatch(/#0[1-5]0[1-5]0[1-5]/)
    expect(page).toContain("var(--chart-now)")
  })

  it("says that nothing came when nothing came", () => {
    const page = renderReportPage({ ...model([]), total: { ...counts, received: 0, answered: 0 } })
    expect(page).toContain("новых обращений не зарегистрировано")
    expect(page).not.toContain("<svg")
  })

  it("is the same for the same numbers", () => {
    const rows = [row("a", "Отопление"), row("b", "Вода")]
    expect(renderReportPage(model(rows))).toBe(renderReportPage(model(rows)))
  })
})

describe("the wording of numbers", () => {
  it.each([
    [1, "1 обращение"],
    [3, "3 обращения"],
    [11, "11 обращений"],
    [281, "281 обращение"],
  ])("counts %i in Russian", (count, text) => {
    expect(counted(count, incidentForms)).toBe(text)
  })

  it("gives no share of nothing, and no per cent of small numbers", () => {
    expect(share(0, 0)).toBe("—")
    expect(share(1, 3)).toBe("33 %")
    expect(changeOf(3, 1).text).toBe("▲ 2")
    expect(changeOf(15, 10).text).toBe("▲ 5 (+50 %)")
    expect(changeOf(10, 20).text).toBe("▼ 10 (−50 %)")
    expect(changeOf(4, 4)).toEqual({ direction: "same", text: "без изменений" })
  })
})
