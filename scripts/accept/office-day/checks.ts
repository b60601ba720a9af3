import { startBrowser } from "../../../examples/office/test/browser.ts"
import { faults, openTestOffice } from "../../../examples/office/test/open.ts"
import { complaints, openPage, walkCase, words, type Watched } from "../../../examples/office/test/walk.ts"
import { areApiTypesFresh } from "../../../examples/office/write-api-types.ts"
import type { Office } from "../../../examples/office/server/office.ts"
import { must, Skipped, type Check } from "../check.ts"

type Browser = Parameters<typeof openPage>[0]

/** The desk and a browser; both end afterwards. */
async function withOffice(act: (office: Office, browser: Browser) => Promise<string>): Promise<string> {
  const browser = await startBrowser()
  if (browser === undefined) throw new Skipped("no Chromium")
  const office = await openTestOffice(complaints(24))
  try {
    return await act(office, browser)
  } finally {
    await browser.close()
    await office.close()
  }
}

const watched: Watched = { foreign: [], broken: [] }
const languages = [
  ["ru", "ru-RU"],
  ["en", "en-GB"],
] as const

async function play(office: Office, browser: Browser): Promise<string> {
  const { origin } = office
  let closed = 0
  for (const [language, locale] of languages) {
    for (const width of [1280, 390]) {
      const options = { locale, viewport: { width, height: 844 }, isMobile: width < 600, hasTouch: width < 600 }
      const open = async (id: string) => openPage(browser, origin, { id, address: "/q/open", options }, watched)
      const team = { moderator: await open("ivanova"), executor: await open("petrov"), approver: await open("sidorova") }
      for (let one = 0; one < 5; one += 1) {
        closed += 1
        const text = `Здравствуйте! Случай ${closed}: разъясняем, куда обратиться. Отвечает администрация, +7 (000) 000-00-02.`
        const number = await walkCase(origin, team, language, text)
        const replies = [...office.day().town.simulators.values()].flatMap((simulator) => simulator.replies())
        const published = replies.filter((reply) => reply.text.includes(`Случай ${closed}:`)).length
        must(published === 1, `case ${number} in ${language} at ${width} px has ${published} replies in its network`)
      }
      for (const page of Object.values(team)) await page.context().close()
    }
  }
  must(watched.broken.length + watched.foreign.length + faults.length === 0, [...watched.broken, ...watched.foreign, ...faults].join("\n"))
  return `${closed} cases, each published once and closed, in two languages at two widths`
}

interface Told {
  readonly actions: readonly { readonly command: string; readonly allowed: boolean }[]
}

/** What is offered beside its object and not in the bar. */
const elsewhere = ["accept-offer", "attach-evidence"]

async function compareButtons(office: Office, browser: Browser): Promise<string> {
  const { origin } = office
  const people = "ivanova petrov sidorova bator orlov vasileva gomboev kim lapina chita-clerk health".split(" ")
  let compared = 0
  for (const id of people) {
    const page = await openPage(browser, origin, { id, address: "/q/all", options: { locale: "ru-RU" } }, watched)
    await page.locator(".row, .empty").first().waitFor()
    if ((await page.locator(".row").count()) > 0) {
      await page.keyboard.press("j")
      await page.keyboard.press("Enter")
      await page.locator(".case-title").waitFor()
      const number = ((await page.locator(".case-number").textContent()) ?? "").replaceAll(/\D/g, "")
      const list = await page.request.get(`${origin}/api/v1/incidents?numbers=${number}`)
      const { items } = (await list.json()) as { readonly items: readonly { readonly facts: { readonly incidentId: string } }[] }
      const answer = await page.request.get(`${origin}/api/v1/incidents/${items[0]?.facts.incidentId ?? ""}/actions`)
      const { actions } = (await answer.json()) as Told
      const may = actions
        .filter(({ command, allowed }) => allowed && !elsewhere.includes(command))
        .map(({ command }) => words.ru.command[command] ?? command)
      const buttons = await page.locator(".acts > button, .acts .menu-item").allTextContents()
      must(buttons.toSorted().join() === may.toSorted().join(), `${id} sees ${buttons.join(", ")} and may ${may.join(", ")}`)
      compared += 1
    }
    await page.context().close()
  }
  return `${compared} people see what they may do, and nothing else`
}

/** A day of the office, by keys alone. */
export const checks: readonly Check[] = [
  {
    name: "the client's types are what the document says",
    run: async () => {
      must(areApiTypesFresh(), "npm run office:types")
      return "openapi-typescript"
    },
  },
  { name: "cases from registration to closing by keys", run: () => withOffice(play) },
  { name: "roles see only their buttons", run: () => withOffice(compareButtons) },
]
