import { startBrowser } from "../../../examples/office/test/browser.ts"
import { openTestOffice } from "../../../examples/office/test/open.ts"
import { openPage, type Watched } from "../../../examples/office/test/walk.ts"
import { must, Skipped, type Check } from "../check.ts"

async function meet(): Promise<string> {
  const [mine, other] = [await startBrowser(), await startBrowser()]
  if (mine === undefined || other === undefined) throw new Skipped("no Chromium")
  const office = await openTestOffice()
  const watched: Watched = { foreign: [], broken: [] }
  try {
    const options = { locale: "ru-RU" }
    const executor = await openPage(mine, office.origin, { id: "petrov", address: "/q/open", options }, watched)
    await executor.locator(".row").first().waitFor()
    await executor.keyboard.press("j")
    await executor.keyboard.press("Enter")
    await executor.locator(".case-number a").waitFor()
    const number = ((await executor.locator(".case-number").textContent()) ?? "").replaceAll(/\D/g, "")
    await executor.keyboard.press("n")
    await executor.keyboard.type("Не потерять")
    const moderator = await openPage(other, office.origin, { id: "ivanova", address: `/i/${number}`, options }, watched)
    await moderator.keyboard.press("n")
    await moderator.keyboard.type("Первой")
    const told = executor.locator(".conflict", { hasText: "Анна Иванова: заметка" }).waitFor()
    const answered = moderator.waitForResponse((response) => response.url().endsWith("/commands") && response.ok())
    await moderator.keyboard.press("Control+Enter")
    await answered
    const began = performance.now()
    await told
    const seconds = (performance.now() - began) / 1000
    must(seconds < 2, `the change was seen after ${seconds.toFixed(1)} s`)

    // A page that hears nothing sends what it has, and is refused.
    await executor.keyboard.press("Escape")
    await executor.context().route("**/events*", (route) => route.abort())
    await executor.reload()
    await executor.locator("textarea[name=text]").waitFor()
    const text = async () => executor.locator("textarea[name=text]").inputValue()
    must((await text()) === "Не потерять", `after the reload: "${await text()}"`)
    await moderator.keyboard.press("n")
    await moderator.keyboard.type("И второй раз")
    await moderator.keyboard.press("Control+Enter")
    await moderator.locator(".note", { hasText: "И второй раз" }).waitFor()
    const refused = executor.waitForResponse((response) => response.url().endsWith("/commands"))
    await executor.locator("textarea[name=text]").press("Control+Enter")
    must((await refused).status() === 412, `${(await refused).status()} instead of 412`)
    await executor.locator(".conflict", { hasText: "Анна Иванова: заметка" }).waitFor()
    must((await text()) === "Не потерять", `after the refusal: "${await text()}"`)
    await executor.locator("textarea[name=text]").press("Control+Enter")
    await executor.locator(".note", { hasText: "Не потерять" }).waitFor()
    must(watched.broken.length === 0, watched.broken.join("\n"))
    return `seen after ${seconds.toFixed(1)} s; 412, who and what, the text kept and sent again`
  } finally {
    await mine.close()
    await other.close()
    await office.close()
  }
}

/** Two people, two browsers, one case. */
export const checks: readonly Check[] = [{ name: "nobody's text is lost", run: meet }]
