import { setTimeout as wait } from "node:timers/promises"
import { serve } from "../../../packages/http/test/serve.ts"
import { coldFlat, openTown } from "../../../packages/http/test/town.ts"
import { withPage } from "../browser.ts"
import { must, type Check } from "../check.ts"

const moderator = { id: "moderator", kind: "person" } as const

/** A page that tries to change the desk with whatever a browser lets it send, and to read what is there. */
function hostilePage(desk: string, incident: string): string {
  const commands = `${desk}${incident}/commands`
  const evidence = `${desk}${incident}/evidence?shows=fix`
  return `<!doctype html><meta charset="utf-8"><title>begun</title><iframe name="frame"></iframe>
<form id="plain" method="post" enctype="text/plain" action="${commands}" target="frame"><input name='{"type":"dismiss","reason":"same-message","x":"' value='"}'></form>
<form id="coded" method="post" action="${commands}" target="frame"><input name="type" value="dismiss"></form>
<form id="upload" method="post" enctype="multipart/form-data" action="${evidence}" target="frame"><input name="photo" value="x"></form>
<script type="module">
const said = {}
const json = JSON.stringify({ type: "dismiss", reason: "same-message" })
const jpeg = new Uint8Array([255, 216, 255, 224])
const tries = {
  plain: () => fetch("${commands}", { method: "POST", mode: "no-cors", credentials: "include", body: json }),
  json: () => fetch("${commands}", { method: "POST", credentials: "include", headers: { "content-type": "application/json", "if-match": "*" }, body: json }),
  many: () => fetch("${desk}/commands", { method: "POST", mode: "no-cors", credentials: "include", body: json }),
  photo: () => fetch("${evidence}", { method: "POST", mode: "no-cors", credentials: "include", body: jpeg }),
  image: () => fetch("${evidence}", { method: "POST", credentials: "include", headers: { "content-type": "image/jpeg" }, body: jpeg }),
  beacon: async () => ({ text: async () => String(navigator.sendBeacon("${commands}", new Blob([json], { type: "text/plain" }))) }),
  read: () => fetch("${desk}${incident}", { credentials: "include" }),
  blind: () => fetch("${desk}${incident}", { mode: "no-cors", credentials: "include" }),
}
for (const id of ["plain", "coded", "upload"]) {
  const loaded = new Promise((resolve) => document.querySelector("iframe").addEventListener("load", resolve, { once: true }))
  document.getElementById(id).submit()
  await loaded
}
for (const [name, attempt] of Object.entries(tries)) said[name] = await attempt().then(async (answer) => (await answer.text()).slice(0, 200), () => "refused")
document.title = JSON.stringify(said)
</script>`
}

/** A page of the desk itself: what it asks for happens. */
function ownPage(incident: string): string {
  return `<!doctype html><meta charset="utf-8"><title>begun</title><script type="module">
const answer = await fetch("${incident}/commands", { method: "POST", headers: { "content-type": "application/json", "if-match": "*" }, body: JSON.stringify({ type: "dismiss", reason: "same-message" }) })
document.title = JSON.stringify({ status: answer.status })
</script>`
}

interface Seen {
  readonly method: string
  readonly path: string
  readonly site: string | null
  readonly status: number
  readonly cors: readonly string[]
}

/** A desk to which everybody is signed in, whatever the browser sends along: nothing but the guard is left. */
async function openDesk() {
  const town = await openTown({ handler: { authenticate: () => moderator } })
  const incident = `/incidents/${await coldFlat(town)}`
  const seen: Seen[] = []
  const { origin, close } = await serve(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === "/own") return new Response(ownPage(incident), { headers: { "content-type": "text/html" } })
    const response = await town.handler(request)
    const cors = [...response.headers.keys()].filter((name) => name.startsWith("access-control-"))
    seen.push({ method: request.method, path: pathname, site: request.headers.get("sec-fetch-site"), status: response.status, cors })
    return response
  })
  const last = async (): Promise<string | null> => (await town.desk.feed({ after: "now" }, { actor: moderator })).next
  return { town, incident, seen, origin, close, last }
}

/** Opens a page in Chromium and waits until it has written what it saw into its title. */
async function titleOf(url: string): Promise<Readonly<Record<string, unknown>>> {
  return withPage(url, async (page) => {
    await page.show(1280, "light")
    for (let tries = 0; tries < 300; tries += 1) {
      const title = String(await page.read("document.title"))
      if (title.startsWith("{")) return JSON.parse(title) as Readonly<Record<string, unknown>>
      await wait(100)
    }
    throw new Error("the page did not come to its end")
  })
}

/** Where the foreign page lies: on another site, and on the same site with another port. */
const places = { "another site": "localhost", "the same site, another port": "127.0.0.1" }

/** A browser carries nothing of a foreign page to the desk. */
export const checks: readonly Check[] = [
  ...Object.entries(places).map(([place, host]) => ({
    name: `a page of ${place} changes nothing and reads nothing, with forms, fetch, uploads and beacons`,
    async run() {
      const { town, incident, seen, origin, close, last } = await openDesk()
      const foreign = await serve(async () => new Response(hostilePage(origin, incident), { headers: { "content-type": "text/html" } }))
      try {
        const before = await last()
        const said = await titleOf(foreign.origin.replace("127.0.0.1", host))
        const posts = seen.filter(({ method }) => method === "POST")
        must(posts.length >= 6, `only ${posts.length} tries came through: ${JSON.stringify(said)}`)
        const done = posts.filter(({ status }) => status < 400)
        must(done.length === 0, `answered: ${JSON.stringify(done)}`)
        must((await last()) === before && town.photos.size === 0, "something was changed")
        const allowed = seen.filter(({ cors }) => cors.length > 0)
        must(allowed.length === 0, `a CORS header left: ${JSON.stringify(allowed)}`)
        must(said["json"] === "refused" && said["read"] === "refused" && said["blind"] === "", JSON.stringify(said))
        const statuses = [...new Set(posts.map(({ status, site }) => `${status} (${site})`))]
        return `${posts.length} tries came through: ${statuses.join(", ")}`
      } finally {
        await foreign.close()
        await close()
      }
    },
  })),
  {
    name: "a page of the desk's own does what it asks for",
    async run() {
      const { origin, close, last } = await openDesk()
      try {
        const before = await last()
        const { status } = await titleOf(`${origin}/own`)
        must(status === 200 && (await last()) !== before, String(status))
        return String(status)
      } finally {
        await close()
      }
    },
  },
]
