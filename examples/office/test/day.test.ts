import { createRequire } from "node:module"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Office } from "../server/office.ts"
import { startBrowser } from "./browser.ts"
import { chooseByKeys, faults, openTestOffice, signedIn, tabTo } from "./open.ts"

const browser = await startBrowser()
// With CI set a missing browser is a failure: npm brings one.
const isSkipped = browser === undefined && (process.env["CI"] ?? "") === ""

describe.skipIf(isSkipped)(`the office in a browser${isSkipped ? " (skipped: no Chromium)" : ""}`, () => {
  let office: Office
  const contexts: BrowserContext[] = []
  const foreign: string[] = []
  const broken: string[] = []

  beforeAll(async () => {
    expect(browser).toBeDefined()
    office = await openTestOffice()
  }, 120_000)
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await browser?.close()
    await office.close()
  })

  async function pageOf(id: string, address: string, more: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
    const context = await (browser as Browser).newContext({ locale: "ru-RU", viewport: { width: 1280, height: 800 }, ...more })
    contexts.push(context)
    const page = await context.newPage()
    page.on("request", (request) => {
      if (!request.url().startsWith(office.origin) && !request.url().startsWith("data:")) foreign.push(request.url())
    })
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy/.test(message.text())) broken.push(message.text())
    })
    page.on("pageerror", (error) => broken.push(error.message))
    if (id === "") await page.goto(office.origin + address)
    else await signedIn(page, office.origin, id, address)
    return page
  }

  const statusOf = (page: Page) => page.locator(".case-head .status")

  it("takes a case from registration to a published and closed answer by keys alone", async () => {
    const moderator = await pageOf("", "/")
    await moderator.getByRole("heading", { name: "Кем войти?" }).waitFor()
    await tabTo(moderator, "(at) => at.tagName === 'BUTTON' && at.textContent.includes('Иванова')")
    await moderator.keyboard.press("Enter")
    await moderator.getByRole("heading", { name: "Все открытые" }).waitFor()
    await moderator.keyboard.press("g")
    await moderator.keyboard.press("i")
    await moderator.getByRole("heading", { name: "Новые", exact: true }).waitFor()
    await moderator.locator(".row").first().waitFor()
    await moderator.keyboard.press("j")
    await moderator.keyboard.press("Enter")
    await statusOf(moderator).filter({ hasText: "Новое" }).waitFor()
    const number = Number((await moderator.locator(".case-number").textContent())?.replaceAll(/\D/g, ""))
    await moderator.keyboard.press("1")
    await moderator.getByRole("form", { name: "Зарегистрировать" }).waitFor()
    await moderator.keyboard.press("Enter")
    await statusOf(moderator)
      .filter({ hasText: /Назначено|Без ответственного/ })
      .waitFor()
    if ((await statusOf(moderator).textContent()) === "Без ответственного") {
      await moderator.keyboard.press("a")
      await moderator.keyboard.type("Администрация городского округа «Город Чита»")
      await moderator.keyboard.press("Tab")
      await moderator.keyboard.type("по месту")
      await moderator.keyboard.press("Control+Enter")
      await statusOf(moderator).filter({ hasText: "Назначено" }).waitFor()
    }

    const executor = await pageOf("petrov", `/i/${number}`)
    await executor.keyboard.press("t")
    await statusOf(executor).filter({ hasText: "В работе" }).waitFor()
    await executor.keyboard.press("r")
    await executor.keyboard.type("Здравствуйте! Отвечает администрация: разъясняем, куда обратиться, +7 (000) 000-00-02.")
    await tabTo(executor, "(at) => at.name === 'outcome'")
    await chooseByKeys(executor, "explained")
    await executor.keyboard.press("Control+Enter")
    await statusOf(executor).filter({ hasText: "На утверждении" }).waitFor()

    const approver = await pageOf("sidorova", `/i/${number}`)
    await approver.keyboard.press("y")
    await approver.getByText("Будет опубликован ровно этот текст").waitFor()
    await approver.keyboard.press("Enter")
    await statusOf(approver).filter({ hasText: "Отвечено" }).waitFor({ timeout: 20_000 })
    const replies = [...office.day().town.simulators.values()].flatMap((simulator) => simulator.replies())
    expect(replies.filter(({ text }) => text.includes("разъясняем, куда обратиться"))).toHaveLength(1)

    // The page of who registered it has followed by itself.
    await statusOf(moderator).filter({ hasText: "Отвечено" }).waitFor()
    await moderator.keyboard.press("c")
    await moderator.getByRole("form", { name: "Закрыть" }).waitFor()
    await moderator.keyboard.press("Enter")
    await statusOf(moderator).filter({ hasText: "Закрыто" }).waitFor()
    expect(faults).toEqual([])
  }, 60_000)

  it("says who did what when a case changed under a text, and keeps the text over a reload", async () => {
    const executor = await pageOf("petrov", "/q/open")
    await executor.locator(".row").first().waitFor()
    await executor.keyboard.press("j")
    await executor.keyboard.press("Enter")
    const link = executor.locator(".case-number a")
    await link.waitFor()
    const number = Number((await link.textContent())?.replaceAll(/\D/g, ""))
    await executor.keyboard.press("n")
    await executor.keyboard.type("Текст, который нельзя потерять")

    const moderator = await pageOf("ivanova", `/i/${number}`)
    await moderator.keyboard.press("n")
    await moderator.keyboard.type("Проверьте адрес")
    await moderator.keyboard.press("Control+Enter")
    await moderator.getByText("Проверьте адрес").first().waitFor()

    const bar = executor.locator(".conflict")
    await bar.filter({ hasText: /Анна Иванова: заметка, сегодня, \d\d:\d\d/ }).waitFor({ timeout: 5000 })
    expect(await executor.locator("textarea[name=text]").inputValue()).toBe("Текст, который нельзя потерять")
    await executor.reload()
    await executor.locator("textarea[name=text]").waitFor()
    expect(await executor.locator("textarea[name=text]").inputValue()).toBe("Текст, который нельзя потерять")
    await executor.locator("textarea[name=text]").press("Control+Enter")
    await executor.locator(".note", { hasText: "Текст, который нельзя потерять" }).waitFor()
    await executor.reload()
    await executor.locator(".note").first().waitFor()
    expect(await executor.locator("textarea[name=text]").count()).toBe(0)
  }, 60_000)

  it("meets a version that is not the newest with the same bar, and sends again", async () => {
    const executor = await pageOf("petrov", "/")
    // No stream: this page does not hear of the change.
    await executor.route("**/events", (route) => route.abort())
    await executor.goto(`${office.origin}/q/open`)
    await executor.locator(".row").first().waitFor()
    await executor.keyboard.press("j")
    await executor.keyboard.press("Enter")
    await executor.locator(".case-number a").waitFor()
    const number = Number((await executor.locator(".case-number a").textContent())?.replaceAll(/\D/g, ""))
    await executor.keyboard.press("n")
    await executor.keyboard.type("Вторая версия")
    const moderator = await pageOf("ivanova", `/i/${number}`)
    await moderator.keyboard.press("n")
    await moderator.keyboard.type("Раньше вас")
    await moderator.keyboard.press("Control+Enter")
    await moderator.locator(".note", { hasText: "Раньше вас" }).waitFor()
    const refused = executor.waitForResponse((response) => response.url().endsWith("/commands"))
    await executor.keyboard.press("Control+Enter")
    expect((await refused).status()).toBe(412)
    await executor.locator(".conflict", { hasText: "Анна Иванова: заметка" }).waitFor()
    expect(await executor.locator("textarea[name=text]").inputValue()).toBe("Вторая версия")
    await executor.getByRole("button", { name: "Отправить ещё раз" }).press("Enter")
    await executor.locator(".note", { hasText: "Вторая версия" }).waitFor()
  }, 60_000)

  it("shows each role its own buttons, and why not the others", async () => {
    const analyst = await pageOf("kim", "/q/open")
    await analyst.locator(".row").first().waitFor()
    expect(await analyst.getByRole("link", { name: "Новое обращение" }).count()).toBe(0)
    await analyst.keyboard.press("j")
    await analyst.keyboard.press("Enter")
    await analyst.getByText("Текст вам не открыт").first().waitFor()
    expect(await analyst.locator(".acts > .button").count()).toBe(0)
    const approver = await pageOf("sidorova", "/q/to-approve")
    await approver.locator(".row").first().waitFor()
    await approver.keyboard.press("j")
    await approver.keyboard.press("Enter")
    await approver.getByRole("button", { name: "Утвердить и опубликовать" }).waitFor()
    await approver.getByText("Ещё", { exact: true }).first().click()
    await approver.locator(".menu-forbidden", { hasText: "не ваша роль" }).waitFor()
  }, 60_000)

  it("is one column on a phone, and nothing is wider than it", async () => {
    const phone = await pageOf("ivanova", "/q/open", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
    await phone.locator(".row-link").first().tap()
    await statusOf(phone).waitFor()
    for (const address of ["/q/new", "/report", "/events", "/coverage", "/health", "/register"]) {
      await phone.goto(office.origin + address)
      await phone.locator("main h1").waitFor()
      expect(await phone.evaluate("document.documentElement.scrollWidth"), address).toBeLessThanOrEqual(390)
    }
  }, 60_000)

  it("has no fault that axe finds, in Russian and English, light and dark", async () => {
    const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js")
    for (const [locale, colorScheme] of [
      ["ru-RU", "light"],
      ["en-GB", "dark"],
    ] as const) {
      const page = await pageOf("vasileva", "/q/open", { locale, colorScheme, bypassCSP: true })
      await page.locator(".row").first().waitFor()
      await page.keyboard.press("j")
      await page.keyboard.press("Enter")
      await page.locator(".case-title").waitFor()
      await page.addScriptTag({ path: axe })
      const found = await page.evaluate<readonly string[]>(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
      )
      expect(found, `${locale} ${colorScheme}`).toEqual([])
    }
  }, 60_000)

  it("asks nobody but its own server, and breaks no policy of its pages", () => {
    expect(foreign).toEqual([])
    expect(broken).toEqual([])
  })
})
