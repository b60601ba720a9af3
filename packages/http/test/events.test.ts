import { describe, expect, it } from "vitest"
import { serve } from "./serve.ts"
import { coldFlat, markerAuthor, markerText, openTown, requestOf, type Town } from "./town.ts"

interface Message {
  readonly id?: string
  readonly event?: string
  readonly data?: string
}

/** Waits for what the stream does by itself: no time passes. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns += 1) {
    if (turns > 10_000) throw new Error("it never came")
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Reads a stream message by message, and moves the clock whenever the stream waits. */
function listen(town: Town, response: Response, stepMinutes = 1 / 60) {
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader()
  let buffer = ""
  const next = async (): Promise<Message | "comment" | null> => {
    while (!buffer.includes("\n\n")) {
      let isDone = false
      const pending = reader?.read().finally(() => (isDone = true))
      while (!isDone) {
        await until(() => isDone || town.clock.sleepers > 0)
        if (!isDone) town.clock.advance(stepMinutes)
      }
      const { value } = (await pending) ?? {}
      if (value === undefined) return null
      buffer += new TextDecoder().decode(value)
    }
    const [text = ""] = buffer.split("\n\n")
    buffer = buffer.slice(text.length + 2)
    if (text === ":") return "comment"
    return Object.fromEntries(text.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(": ") + 2)]))
  }
  return { next, cancel: async () => reader?.cancel() }
}

async function take(town: Town): Promise<void> {
  const response = await town.ask("POST", `/incidents/${await coldFlat(town)}/commands`, {
    as: "executor",
    json: { type: "take" },
    headers: { "if-match": "*" },
  })
  expect(response.status).toBe(200)
}

describe("the feed", () => {
  it("gives every event once, page by page, and holds no text and no author", async () => {
    const town = await openTown()
    await take(town)
    const positions: string[] = []
    let after = ""
    for (let pages = 0; pages < 20; pages += 1) {
      const text = await (await town.ask("GET", `/feed?limit=2${after === "" ? "" : `&after=${after}`}`)).text()
      for (const word of [markerText, "000-00-00", markerAuthor]) expect(text).not.toContain(word)
      const page = JSON.parse(text) as {
        readonly items: readonly { readonly position: string; readonly type: string }[]
        readonly next: string
      }
      positions.push(...page.items.map(({ position }) => position))
      if (page.next === after) break
      after = page.next
    }
    expect(new Set(positions).size).toBe(positions.length)
    expect(positions).toEqual(positions.toSorted((one, other) => Number(one) - Number(other)))
    const now = (await (await town.ask("GET", "/feed?after=now")).json()) as { readonly items: readonly object[]; readonly next: string }
    expect(now).toEqual({ items: [], next: after })
    expect(positions.at(-1)).toBe(after)
  })

  it("moves past what the reader may not find", async () => {
    const town = await openTown()
    type Page = { readonly items: readonly { readonly facts: { readonly topic: string } }[]; readonly next: string }
    const [all, own] = await Promise.all(
      ["moderator", "roads"].map(async (as) => (await (await town.ask("GET", "/feed", { as })).json()) as Page),
    )
    expect(new Set(own?.items.map(({ facts }) => facts.topic))).toEqual(new Set(["pits"]))
    expect(own?.next).toBe(all?.next)
    expect(all?.items.length).toBeGreaterThan(own?.items.length ?? 0)
  })

  it("refuses a position and a type that there are not", async () => {
    const { ask } = await openTown()
    expect((await ask("GET", "/feed?after=99999")).status).toBe(404)
    expect((await ask("GET", "/feed?after=x")).status).toBe(422)
    expect((await ask("GET", "/feed?types=happened")).status).toBe(422)
  })
})

describe("the event stream", () => {
  it("begins now, and tells what happens with its position", async () => {
    const town = await openTown()
    const response = await town.ask("GET", "/events")
    expect(response.headers.get("content-type")).toBe("text/event-stream")
    const { next, cancel } = listen(town, response)
    expect(await next()).toEqual({ retry: "3000" })
    await take(town)
    const message = (await next()) as Message
    expect(message.event).toBe("incident")
    const item = JSON.parse(message.data ?? "") as { readonly position: string; readonly type: string }
    expect(item).toMatchObject({ position: message.id, type: "work-taken", facts: { status: "in-work" } })
    expect(message.data).not.toContain(markerText)
    await cancel()
  })

  it("goes on where it broke off: nothing is missing and nothing comes twice", async () => {
    const town = await openTown()
    const feed = (await (await town.ask("GET", "/feed")).json()) as { readonly items: readonly { readonly position: string }[] }
    const seen: (string | undefined)[] = []
    while (seen.length < feed.items.length) {
      const headers = { "last-event-id": seen.at(-1) ?? "0" }
      const { next, cancel } = listen(town, await town.ask("GET", "/events", { headers }))
      await next()
      seen.push(((await next()) as Message).id)
      await cancel()
    }
    expect(seen).toEqual(feed.items.map(({ position }) => position))
  })

  it.each(["99999", "not-a-position"])("says that all must be read anew after %s, and goes on from now", async (position) => {
    const town = await openTown()
    const { next, cancel } = listen(town, await town.ask("GET", `/events?after=${position}`))
    await next()
    expect(await next()).toMatchObject({ event: "reset", data: "{}" })
    await take(town)
    expect(await next()).toMatchObject({ event: "incident" })
    await cancel()
  })

  it("tells only of incidents that its reader may find", async () => {
    const town = await openTown()
    const { next, cancel } = listen(town, await town.ask("GET", "/events?after=0", { as: "roads" }))
    await next()
    const message = (await next()) as Message
    expect(JSON.parse(message.data ?? "")).toMatchObject({ facts: { topic: "pits" } })
    await cancel()
  })

  it("says each 25 seconds that it is alive, and ends after half an hour", async () => {
    const town = await openTown()
    const { next } = listen(town, await town.ask("GET", "/events"), 5 / 60)
    await next()
    const begun = Date.parse(town.clock.now())
    expect(await next()).toBe("comment")
    expect(Date.parse(town.clock.now()) - begun).toBe(25_000)
    let [comments, last]: [number, Message | "comment" | null] = [1, "comment"]
    while (last !== null) {
      last = await next()
      comments += 1
    }
    expect(Date.parse(town.clock.now()) - begun).toBe(30 * 60_000)
    expect(comments).toBeGreaterThan(60)
  })

  it("ends within a minute when nobody is signed in any more", async () => {
    let isSignedIn = true
    const authenticate = () => (isSignedIn ? ({ id: "moderator", kind: "person" } as const) : null)
    const town = await openTown({ handler: { authenticate } })
    const { next } = listen(town, await town.ask("GET", "/events"), 20 / 60)
    await next()
    const begun = Date.parse(town.clock.now())
    isSignedIn = false
    let last: Message | "comment" | null = "comment"
    while (last !== null) last = await next()
    expect(Date.parse(town.clock.now()) - begun).toBe(60_000)
  })

  it("is refused beyond the limit, and has room again when one ends", async () => {
    const town = await openTown({ handler: { limits: { streams: 2 } } })
    const open = await Promise.all([1, 2].map(async () => town.ask("GET", "/events")))
    expect((await town.ask("GET", "/events")).status).toBe(429)
    await open[0]?.body?.cancel()
    expect((await town.ask("GET", "/events")).status).toBe(200)
  })

  it("has room again after any number of questions for its headers", async () => {
    const { ask } = await openTown({ handler: { limits: { streams: 1 } } })
    for (let tries = 0; tries < 3; tries += 1) expect((await ask("HEAD", "/events")).status).toBe(200)
    expect((await ask("GET", "/events")).status).toBe(200)
  })

  it("tells the host when the feed cannot be read, and ends", async () => {
    let isBroken = false
    const { desk } = await openTown()
    const feed: typeof desk.feed = async (...asked) => (isBroken ? Promise.reject(new Error(markerText)) : desk.feed(...asked))
    const town = await openTown({ desk: { feed } })
    const { next } = listen(town, await town.ask("GET", "/events"))
    await next()
    isBroken = true
    expect(await next()).toBeNull()
    expect(town.told).toMatchObject([{ operationId: "events" }])
  })

  it("needs a clock that can wait", async () => {
    const { clock } = await openTown()
    const { ask } = await openTown({ handler: { clock: { now: () => clock.now() } } })
    expect((await ask("GET", "/events")).status).toBe(501)
  })

  it("is given up over the wire when its client goes", async () => {
    const town = await openTown({ handler: { limits: { streams: 1 } } })
    const { origin, close } = await serve(town.handler)
    const leave = new AbortController()
    const { headers } = requestOf("GET", "/")
    const stream = await fetch(`${origin}/events`, { headers, signal: leave.signal })
    const reader = stream.body?.getReader()
    await reader?.read()
    expect((await fetch(`${origin}/events`, { headers })).status).toBe(429)
    leave.abort()
    let status = 429
    for (let tries = 0; status === 429 && tries < 1000; tries += 1) {
      status = (await fetch(`${origin}/events`, { headers, method: "HEAD" })).status
    }
    expect(status).toBe(200)
    await close()
  })
})
