import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { inFolder, Skipped } from "./check.ts"

const places = [process.env["OTKLIK_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"]

/** A page that is open in a real browser. */
export interface OpenPage {
  /** Everything that the page asked for, itself first. */
  readonly requests: readonly string[]
  /** What the browser complained of: a policy that was broken, a script that failed. */
  readonly complaints: readonly string[]
  /** Sets the width of the window and opens the page anew. */
  readonly show: (width: number, scheme: "light" | "dark") => Promise<void>
  /** The value of an expression in the page; of a promise, what it resolves with. */
  readonly read: (expression: string) => Promise<unknown>
  /** The page as it is printed, a PDF. */
  readonly print: () => Promise<Buffer>
  /** The whole page as a picture, a PNG. */
  readonly look: () => Promise<Buffer>
}

/**
 * Opens a page in Chromium, by its own protocol: nothing is installed for it.
 *
 * @param url - of the page
 * @param act - what is done with it
 * @throws Skipped when there is no Chromium
 */
export async function withPage<Value>(url: string, act: (page: OpenPage) => Promise<Value>): Promise<Value> {
  const program = places.find((place) => place !== undefined && existsSync(place))
  if (program === undefined) throw new Skipped("no Chromium (apt-get install chromium, or OTKLIK_CHROMIUM=path)")
  return inFolder(async (folder) => {
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-zygote",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ]
    const browser = spawn(program, [...flags, "--remote-debugging-port=0", `--user-data-dir=${folder}`, "about:blank"], { stdio: "ignore" })
    const ended = new Promise<void>((resolve) => browser.on("close", () => resolve()))
    try {
      const socket = await connect(folder)
      try {
        return await act(await openPage(socket, url))
      } finally {
        socket.close()
      }
    } finally {
      browser.kill("SIGKILL")
      await ended
    }
  })
}

/** Chromium writes the port that it took into its folder. */
async function connect(folder: string): Promise<WebSocket> {
  const file = join(folder, "DevToolsActivePort")
  for (let tries = 0; !existsSync(file) || readFileSync(file, "utf8").split("\n").length < 2; tries += 1) {
    if (tries === 300) throw new Error("Chromium did not start within 30 seconds")
    await wait(100)
  }
  const [port = "", path = ""] = readFileSync(file, "utf8").split("\n")
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve)
    socket.addEventListener("error", () => reject(new Error("Chromium does not answer")))
  })
  return socket
}

interface Told {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly request?: { readonly url: string }; readonly entry?: { readonly text: string } }
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: { readonly message: string }
}

async function openPage(socket: WebSocket, url: string): Promise<OpenPage> {
  const waiting = new Map<number, (told: Told) => void>()
  const heard = new Map<string, () => void>()
  const [requests, complaints]: [string[], string[]] = [[], []]
  const session: { sessionId?: string } = {}
  socket.addEventListener("message", ({ data }) => {
    const told = JSON.parse(String(data)) as Told
    if (told.id !== undefined) waiting.get(told.id)?.(told)
    if (told.method === "Network.requestWillBeSent") requests.push(told.params?.request?.url ?? "")
    if (told.method === "Log.entryAdded") complaints.push(told.params?.entry?.text ?? "")
    if (told.method !== undefined) heard.get(told.method)?.()
  })
  let last = 0
  const send = async (method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> => {
    const id = (last += 1)
    const answer = new Promise<Told>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ id, method, params, ...session }))
    const { result = {}, error } = await answer
    waiting.delete(id)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result
  }
  const { targetId } = await send("Target.createTarget", { url: "about:blank" })
  session.sessionId = String((await send("Target.attachToTarget", { targetId, flatten: true }))["sessionId"])
  for (const domain of ["Page", "Network", "Log", "Runtime"]) await send(`${domain}.enable`)
  const bytes = async (method: string, params: object): Promise<Buffer> =>
    Buffer.from(String((await send(method, params))["data"]), "base64")
  return {
    requests,
    complaints,
    async show(width, scheme) {
      await send("Emulation.setDeviceMetricsOverride", { width, height: 844, deviceScaleFactor: 1, mobile: width < 600 })
      await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] })
      const loaded = new Promise<void>((resolve) => heard.set("Page.loadEventFired", resolve))
      await send("Page.navigate", { url })
      await loaded
    },
    async read(expression) {
      return (
        (await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true }))["result"] as { readonly value?: unknown }
      ).value
    },
    print: () => bytes("Page.printToPDF", { preferCSSPageSize: true, printBackground: true }),
    look: () => bytes("Page.captureScreenshot", { captureBeyondViewport: true }),
  }
}
