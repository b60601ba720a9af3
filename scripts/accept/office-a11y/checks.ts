import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { startBrowser } from "../../../examples/office/test/browser.ts"
import { openTestOffice } from "../../../examples/office/test/open.ts"
import { openPage, type Watched } from "../../../examples/office/test/walk.ts"
import { must, Skipped, type Check } from "../check.ts"

type Page = Awaited<ReturnType<typeof openPage>>

const axe = readFileSync(
  createRequire(new URL("../../../examples/office/package.json", import.meta.url)).resolve("axe-core/axe.min.js"),
  "utf8",
)
const run = `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | ")))`

/** Every page, by who sees it; with what is opened on it. */
const pages: readonly (readonly [id: string | null, address: string, act?: (page: Page) => Promise<void>])[] = [
  [null, "/"],
  ["vasileva", "/q/open", openFirst],
  ["ivanova", "/q/new", (page) => pressed(page, "1")],
  ["ivanova", "/q/no-owner"],
  ["sidorova", "/q/to-approve", (page) => pressed(page, "y")],
  ["petrov", "/q/open?statuses=in-work&statuses=assigned", (page) => pressed(page, "r")],
  ["ivanova", "/q/open", (page) => page.keyboard.press("?")],
  ["ivanova", "/q/closed"],
  ["ivanova", "/register"],
  ["vasileva", "/report"],
  ["vasileva", "/coverage"],
  ["vasileva", "/health"],
  ["lapina", "/audit?period=all"],
]

async function openFirst(page: Page): Promise<void> {
  await page.locator(".row").first().waitFor()
  await page.keyboard.press("j")
  await page.keyboard.press("Enter")
  await page.locator(".case-title").waitFor()
}

async function pressed(page: Page, key: string): Promise<void> {
  if ((await page.locator(".row, .empty").first().getAttribute("class"))?.includes("empty") === true) return
  await openFirst(page)
  await page.keyboard.press(key)
}

async function judgePages(): Promise<string> {
  const browser = await startBrowser()
  if (browser === undefined) throw new Skipped("no Chromium")
  const office = await openTestOffice()
  const watched: Watched = { foreign: [], broken: [] }
  const found: string[] = []
  let judged = 0
  try {
    for (const locale of ["ru-RU", "en-GB"]) {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 390]) {
          for (const [id, address, act] of pages) {
            const options = { locale, colorScheme, viewport: { width, height: 844 }, reducedMotion: "reduce" as const }
            const page = await openPage(browser, office.origin, { id, address, options }, watched)
            await page.locator("main h1, main h2").first().waitFor()
            await page.waitForLoadState("load")
            await page.locator(".skeleton").waitFor({ state: "detached" })
            await act?.(page)
            await page.evaluate(axe)
            const violations = await page.evaluate<readonly string[]>(run)
            found.push(...violations.map((violation) => `${address} ${locale} ${colorScheme} ${width}: ${violation}`))
            judged += 1
            await page.context().close()
          }
        }
      }
    }
  } finally {
    await browser.close()
    await office.close()
  }
  must(found.length === 0, found.join("\n"))
  must(watched.foreign.length === 0, `asked of others: ${watched.foreign.join(", ")}`)
  must(watched.broken.length === 0, watched.broken.join("\n"))
  return `${judged} views, 0 violations, 0 foreign requests, 0 reports of the policy`
}

/** Pages that everybody can use. */
export const checks: readonly Check[] = [{ name: "axe on every page, theme, language and width", run: judgePages }]
