import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { toHtml } from "@otklik/report"
import { ask, inFolder, must, type Check } from "../check.ts"
import { withPage, type OpenPage } from "../browser.ts"
import { hostileTitles, report } from "./judged.ts"

const locales = ["ru", "en"] as const

async function onPage<Value>(locale: (typeof locales)[number], act: (page: OpenPage, folder: string) => Promise<Value>): Promise<Value> {
  return inFolder(async (folder) => {
    const path = join(folder, "report.html")
    const lists = [
      {
        title: "Просрочено",
        columns: ["№", "Тема", "Ответить до"],
        rows: [{ cells: ["17", "Отопление", "24 ноября"], url: "https://example.org/17" }],
      },
    ]
    await writeFile(
      path,
      toHtml(report, { locale, titles: hostileTitles, title: "Обращения жителей", organisation: "Выдуманный край", lists }),
    )
    return withPage(pathToFileURL(path).href, (page) => act(page, folder))
  })
}

/** Elements that stick out on the right. */
const sticksOut = `[...document.querySelectorAll("main *, header *, footer *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 && !one.closest(".hidden, thead"))
  .map((one) => one.tagName + " " + one.textContent.slice(0, 40))`

async function fits(): Promise<string> {
  const seen: string[] = []
  for (const locale of locales) {
    await onPage(locale, async (page) => {
      for (const width of [1280, 768, 390, 320]) {
        for (const scheme of ["light", "dark"] as const) {
          await page.show(width, scheme)
          const [over, out] = [
            await page.read("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
            await page.read(sticksOut),
          ]
          must(over === 0, `${locale}, ${width} px, ${scheme}: ${String(over)} px too wide`)
          must(Array.isArray(out) && out.length === 0, `${locale}, ${width} px: sticks out: ${JSON.stringify(out)}`)
        }
        seen.push(`${locale} ${width}`)
      }
      const smallest = await page.read(
        `Math.min(...[...document.querySelectorAll("td, tbody th, svg text, small, li")].filter((one) => one.offsetParent !== null || one.tagName === "text").map((one) => parseFloat(getComputedStyle(one).fontSize)))`,
      )
      must(typeof smallest === "number" && smallest >= 12, `a letter of ${String(smallest)} px`)
    })
  }
  return `no sideways scroll and nothing cut at ${seen.join(", ")} px, light and dark; no letter below 12 px`
}

async function silent(): Promise<string> {
  return onPage("ru", async (page) => {
    await page.show(1280, "light")
    must(page.requests.length === 1, `requests: ${page.requests.join(" ")}`)
    must(page.complaints.length === 0, `complaints: ${page.complaints.join("; ")}`)
    must(
      (await page.read(`getComputedStyle(document.querySelector(".card")).borderRadius`)) !== "0px",
      "the policy keeps the page's own style out",
    )
    must(
      (await page.read("document.querySelectorAll('script, [style], [onclick], img, link').length")) === 0,
      "there is something that the policy forbids",
    )
    await page.read(
      `document.body.insertAdjacentHTML("beforeend", "<img src='https://example.org/x.png'><style>body { display: none }</style>")`,
    )
    must((await page.read("getComputedStyle(document.body).display")) !== "none", "the policy lets another style in")
    must(page.requests.every((url) => !url.includes("example.org")) || page.complaints.length > 0, "the policy lets a request out")
    return "one request, its own file; a foreign style and a picture are kept out by the policy"
  })
}

/** Every number that the report holds, as often as it does, the way the page writes numbers. */
function wanted(locale: (typeof locales)[number]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const format = new Intl.NumberFormat(locale)
  for (const row of [report.totals, ...report.tables.flatMap(({ rows }) => rows)]) {
    for (const value of Object.values(row.numbers)) {
      if (value === null || value === 0) continue
      const text = format.format(value).replaceAll(/\s/g, "")
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  return counts
}

async function printed(): Promise<string> {
  const said: string[] = []
  for (const locale of locales) {
    await onPage(locale, async (page, folder) => {
      await page.show(1280, "dark")
      const path = join(folder, "report.pdf")
      await writeFile(path, await page.print())
      const { out: facts } = await ask("pdfinfo", [path], "poppler-utils")
      must(facts.includes("(A4)"), `not A4: ${facts}`)
      const pages = Number(/Pages:\s+(\d+)/.exec(facts)?.[1])
      const { out: text } = await ask("pdftotext", ["-layout", path, "-"], "poppler-utils")
      const found = new Map<string, number>()
      for (const token of text.match(/\d+(?:[,\u00A0\u202F]\d{3})*/g) ?? []) {
        const number = token.replaceAll(/[\u00A0\u202F]/g, "")
        found.set(number, (found.get(number) ?? 0) + 1)
      }
      const all = wanted(locale)
      const missing = [...all]
        .filter(([number, count]) => (found.get(number) ?? 0) < count)
        .map(([number, count]) => `${number} (${found.get(number) ?? 0} of ${count})`)
      must(missing.length === 0, `${locale}: not printed: ${missing.join(", ")}`)
      must(text.includes("Школы и детские сады"), "no title of a topic")
      said.push(`${locale}: A4, ${pages} pages, ${[...all.values()].reduce((sum, count) => sum + count, 0)} numbers`)
    })
  }
  return said.join("; ")
}

/** The page is what a browser makes of it. */
export const pageChecks: readonly Check[] = [
  { name: "the page fits a phone and a desk", run: fits },
  { name: "the page asks for nothing", run: silent },
  { name: "every number is printed on A4", run: printed },
]
