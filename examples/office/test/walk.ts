import type { IncomingMessage } from "@otklik/core"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import { en } from "../app/text/en.ts"
import { ru } from "../app/text/ru.ts"
import { chooseByKeys, signedIn, tabTo } from "./open.ts"

/** The words of the desk, by language. */
export const words = { ru, en }

/** What pages did that they must not do. */
export interface Watched {
  /** Requests to another origin. */
  readonly foreign: string[]
  /** Reports of the pages' policy, and scripts that failed. */
  readonly broken: string[]
}

/** Opens a page of somebody, and watches what it does; nobody: the page of signing in. */
export async function openPage(
  browser: Browser,
  origin: string,
  who: { readonly id: string | null; readonly address: string; readonly options?: BrowserContextOptions },
  watched: Watched,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...who.options })
  await context.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))",
  )
  await context.route(
    (url) => !url.href.startsWith(origin) && url.protocol !== "data:",
    async (route) => {
      watched.foreign.push(route.request().url())
      await route.abort()
    },
  )
  const page = await context.newPage()
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().startsWith("policy: ")) watched.broken.push(message.text())
  })
  page.on("pageerror", (error) => watched.broken.push(error.message))
  if (who.id === null) await page.goto(origin + who.address)
  else await signedIn(page, origin, who.id, who.address)
  return page
}

/** Who works on a case, each on a page of his own. */
export interface Team {
  readonly moderator: Page
  readonly executor: Page
  readonly approver: Page
}

/**
 * Takes the first new case from registration to a published and closed answer, by keys alone.
 *
 * @returns its number
 */
export async function walkCase(
  origin: string,
  { moderator, executor, approver }: Team,
  language: "ru" | "en",
  text: string,
): Promise<number> {
  const { status, views, command } = words[language]
  const state = (page: Page, ...names: readonly string[]) =>
    page.locator(".case-head .status", { hasText: new RegExp(`^(${names.join("|")})$`) }).waitFor()
  // Ends what is open, so that the keys of the list are heard.
  await moderator.goto(`${origin}/q/open`)
  await moderator.locator("main h1").waitFor()
  await moderator.keyboard.press("g")
  await moderator.keyboard.press("i")
  await moderator.locator("main h1", { hasText: views["new"] ?? "" }).waitFor()
  await moderator.locator(".row").first().waitFor()
  await moderator.keyboard.press("j")
  await moderator.keyboard.press("Enter")
  await state(moderator, status.candidate)
  const number = Number((await moderator.locator(".case-number").textContent())?.replaceAll(/\D/g, ""))
  await moderator.keyboard.press("1")
  await moderator.locator(".case-form").waitFor()
  await moderator.keyboard.press("Enter")
  await state(moderator, status.assigned, status.registered)
  if ((await moderator.locator(".case-head .status").textContent()) === status.registered) {
    await moderator.keyboard.press("a")
    await moderator.locator(".case-form").waitFor()
    await moderator.keyboard.type("Администрация городского округа «Город Чита»")
    await moderator.keyboard.press("Tab")
    await moderator.keyboard.type("по месту")
    await moderator.keyboard.press("Control+Enter")
    await state(moderator, status.assigned)
  }
  await executor.goto(`${origin}/i/${number}`)
  await state(executor, status.assigned)
  await executor.keyboard.press("t")
  await state(executor, status["in-work"])
  await executor.keyboard.press("r")
  await executor.locator(".case-form").waitFor()
  await executor.keyboard.type(text)
  await tabTo(executor, "(at) => at.name === 'outcome'")
  await chooseByKeys(executor, "explained")
  await executor.keyboard.press("Control+Enter")
  await state(executor, status["reply-review"])
  await approver.goto(`${origin}/i/${number}`)
  await state(approver, status["reply-review"])
  await approver.keyboard.press("y")
  await approver.locator(".case-form").waitFor()
  await approver.keyboard.press("Enter")
  await state(approver, status["replied-final"])
  await state(moderator, status["replied-final"])
  await moderator.keyboard.press("c")
  await moderator.locator(".case-form", { hasText: command["close"] ?? "" }).waitFor()
  await moderator.keyboard.press("Enter")
  await state(moderator, status.closed)
  return number
}

/** Complaints that nobody wrote, a minute apart, in a community that pushes. */
export function complaints(count: number): readonly IncomingMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `vk:-75000201_${9000 + index}`,
    network: "vk",
    kind: "post" as const,
    url: `https://example.org/vk/public75000201_${9000 + index}`,
    text: `Во дворе дома ${index + 1} по улице Ручейной третий день не горит фонарь, детям темно идти в школу`,
    publishedAt: new Date(Date.parse("2026-11-24T04:00:00.000Z") + index * 60_000).toISOString(),
    authorId: `${7_700_000 + index}`,
    communityKey: "vk:-75000201",
  }))
}
