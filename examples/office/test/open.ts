import type { IncomingMessage } from "@otklik/core"
import type { Page } from "playwright-core"
import { devAccounts, devPassword } from "../server/accounts.ts"
import { bothDays } from "../server/day/play.ts"
import { startOffice, type Office } from "../server/office.ts"

/** What went wrong on the server's side. */
export const faults: string[] = []

/** An office on the last hours of the example's day, or on other messages, in which nobody writes by himself. */
export async function openTestOffice(written?: readonly IncomingMessage[]): Promise<Office> {
  const messages = written ?? (await bothDays()).filter(({ publishedAt }) => publishedAt >= "2026-11-24T02:30:00.000Z")
  const office = await startOffice({
    host: "127.0.0.1",
    port: 0,
    accounts: await devAccounts(),
    devPassword,
    database: ":memory:",
    messages,
    everySeconds: 0,
    onError: (what, error) => void faults.push(`${what}: ${String(error)}`),
  })
  await office.ready
  return office
}

/** Signs somebody in and opens an address. */
export async function signedIn(page: Page, origin: string, id: string, address: string): Promise<void> {
  await page.request.post(`${origin}/session`, {
    headers: { "content-type": "application/json" },
    data: JSON.stringify({ id, password: devPassword }),
  })
  await page.goto(origin + address)
  await page.locator("main h1, main h2").first().waitFor()
}

/** Presses Tab until the focus is where an expression in the page says. */
export async function tabTo(page: Page, isThere: string, most = 60): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    if (await page.evaluate<boolean>(`(${isThere})(document.activeElement)`)) return
    await page.keyboard.press("Tab")
  }
  throw new Error(`no Tab leads to ${isThere}`)
}

/** Chooses an option of the list that has the focus, by keys. */
export async function chooseByKeys(page: Page, value: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if ((await page.evaluate("document.activeElement.value")) === value) return
    await page.keyboard.press("ArrowDown")
  }
  throw new Error(`no option ${value}`)
}
