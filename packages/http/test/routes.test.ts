import { describe, expect, it } from "vitest"
import type * as z from "zod"
import { buildMessage } from "@otklik/testkit"
import { routes } from "../src/routes/table.ts"
import { caseSchema } from "../src/views/case.ts"
import { actionsSchema, rightsSchema } from "../src/views/rights.ts"
import { addPhoto, calls, jpeg, november } from "./calls.ts"
import { coldFlat, markerAuthor, markerText, openTown, sendWebhooks, webhookSecret } from "./town.ts"

describe("every route", () => {
  it("has a test", () => {
    expect(Object.keys(calls).toSorted()).toEqual(routes.map(({ operationId }) => operationId).toSorted())
  })

  it.each(routes)("$operationId answers as its schema says", async (route) => {
    const town = await openTown()
    const response = await calls[route.operationId]?.(town)
    expect(response?.status).toBe(route.answer.status)
    expect(response?.headers.get("x-content-type-options")).toBe("nosniff")
    const { schema, headers = [] } = route.answer
    for (const name of headers.filter((header) => header !== "Idempotency-Replayed"))
      expect(response?.headers.get(name), name).not.toBeNull()
    if (schema === undefined) return
    expect(response?.headers.get("content-type")).toBe("application/json")
    const body: unknown = await response?.json()
    expect(schema.parse(body)).toEqual(body)
    expect(JSON.stringify(body).includes(markerAuthor)).toBe(route.operationId === "unsealAuthor")
  })

  it.each(routes.filter(({ isPublic }) => isPublic !== true))("$operationId asks who is there", async ({ method, path }) => {
    const { ask } = await openTown()
    const response = await ask(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, "x"), { as: null })
    expect(response.status).toBe(401)
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="otklik"')
  })
})

describe("webhooks", () => {
  it("are seen to by whoever may take everything out, and never show a secret or an address", async () => {
    const town = await openTown()
    for (const [method, path, json] of [
      ["GET", "/webhooks"],
      ["GET", "/webhooks/ministry/dead-letters"],
      ["POST", "/webhooks/ministry/replay", { from: "1", to: "1" }],
      ["POST", "/webhooks/ministry/resume", {}],
    ] as const) {
      for (const as of ["executor", "counter", "roads"])
        expect((await town.ask(method, path, { as, json })).status, `${as} ${path}`).toBe(403)
    }
    const seen = await (await town.ask("GET", "/webhooks", { as: "supervisor" })).text()
    expect(seen).toContain("ministry")
    expect(seen).not.toContain("example.org")
    expect(seen).not.toContain(webhookSecret)
  })

  it("are tried at once, and send again what was asked for", async () => {
    const town = await openTown()
    await sendWebhooks(town)
    await town.desk.changeConsumer("webhooks/ministry", () => ({ isPaused: true }))
    const replayed = await town.ask("POST", "/webhooks/ministry/replay", { json: { from: "1", to: "3" } })
    expect(await replayed.json()).toMatchObject({ id: "ministry", toReplay: 3 })
    await town.ask("POST", "/webhooks/ministry/resume", { json: {} })
    expect(await town.desk.consumer("webhooks/ministry")).toMatchObject({ isPaused: false, again: [{ from: "1", to: "3" }] })
  })

  it("are refused where there are none, for an endpoint that there is not, and for events to come", async () => {
    const town = await openTown()
    await sendWebhooks(town)
    expect((await town.ask("POST", "/webhooks/nobody/resume", { json: {} })).status).toBe(404)
    expect((await town.ask("POST", "/webhooks/ministry/replay", { json: { from: "1", to: "999" } })).status).toBe(404)
    expect((await town.ask("POST", "/webhooks/ministry/replay", { json: { from: "2", to: "1" } })).status).toBe(422)
    const without = await openTown({ handler: { webhooks: undefined } })
    expect((await without.ask("GET", "/webhooks")).status).toBe(501)
  })
})

describe("a photo", () => {
  it("is answered so that no browser runs it, and only with the rights of its incident", async () => {
    const town = await openTown()
    const response = await calls["getPhoto"]?.(town)
    expect(new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(jpeg)
    expect(response?.headers.get("content-type")).toBe("image/jpeg")
    expect(response?.headers.get("content-security-policy")).toContain("sandbox")
    const location = (await addPhoto(town)).headers.get("location") ?? ""
    expect((await town.ask("GET", location, { as: "roads" })).status).toBe(403)
    expect((await town.ask("GET", location, { as: "counter" })).status).toBe(403)
  })

  it("is kept only once the desk has taken it in, and twice is once", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/evidence?shows=fix`
    const asking = { body: jpeg, headers: { "content-type": "image/jpeg" } }
    expect((await town.ask("POST", path, { ...asking, as: "publisher" })).status).toBe(403)
    expect(town.photos.size).toBe(0)
    const first = await town.ask("POST", path, asking)
    const second = await town.ask("POST", path, asking)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.headers.get("location")).toBe(first.headers.get("location"))
    expect(await second.json()).toMatchObject({ eventTypes: [] })
    expect(town.photos.size).toBe(1)
  })

  it("that the author sent later is accepted by its place in the message, and offered no more", async () => {
    const later = buildMessage({
      key: "vk:-1_1_2",
      kind: "comment",
      parentKey: "vk:-1_1",
      text: "Вот снимок",
      authorId: markerAuthor,
      publishedAt: "2026-11-24T00:55:00.000Z",
      attachments: [{ kind: "photo", url: "https://example.org/1.jpg" }],
    })
    let isLater = false
    const first = buildMessage({ key: "vk:-1_1", text: markerText, authorId: markerAuthor, publishedAt: "2026-11-24T00:50:00.000Z" })
    const doPull = async () => ({ messages: isLater ? [later] : [first], cursor: "0", more: false, skipped: [], gaps: [] })
    const town = await openTown({ connector: { doPull } })
    isLater = true
    town.clock.advance(6)
    await town.desk.pull()
    const path = `/incidents/${await coldFlat(town)}`
    const offers = async () => ((await (await town.ask("GET", path)).json()) as { readonly offers: readonly unknown[] }).offers
    expect(await offers()).toMatchObject([{ messageKey: "vk:-1_1_2", index: 0, evidenceId: null }])
    const asking = { body: jpeg, headers: { "content-type": "image/jpeg" } }
    expect((await town.ask("POST", `${path}/evidence?shows=problem&messageKey=vk:-1_1_2`, asking)).status).toBe(400)
    expect((await town.ask("POST", `${path}/evidence?shows=problem&messageKey=vk:-1_1_2&index=3`, asking)).status).toBe(404)
    expect((await town.ask("POST", `${path}/evidence?shows=problem&messageKey=vk:-1_1_2&index=0`, asking)).status).toBe(201)
    expect(await offers()).toMatchObject([{ messageKey: "vk:-1_1_2", index: 0, evidenceId: expect.stringMatching(/^photo_/) as string }])
  })

  it("is called what its bytes are, whatever the client said", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/evidence?shows=fix`
    const page = new Uint8Array([0xff, ...new TextEncoder().encode("<script>alert(1)</script>")])
    const { headers } = await town.ask("POST", path, { body: page, headers: { "content-type": "image/png" } })
    expect((await town.ask("GET", headers.get("location") ?? "")).headers.get("content-type")).toBe("application/octet-stream")
  })

  it("of another kind than a photo is refused before it is read", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/evidence?shows=fix`
    for (const type of ["image/svg+xml", "text/html", "multipart/form-data"]) {
      expect((await town.ask("POST", path, { body: jpeg, headers: { "content-type": type } })).status).toBe(415)
    }
  })
})

describe("a list", () => {
  it("takes every condition that an office filters by, and the numbers of a report", async () => {
    const town = await openTown()
    const numbersOf = async (query: string) => {
      const response = await town.ask("GET", `/incidents?order=number&${query}`)
      const { items } = (await response.json()) as { readonly items: readonly { readonly number: number }[] }
      return items.map(({ number }) => number)
    }
    const day = "metricFrom=2026-11-23T15:00:00Z&metricTo=2026-11-24T15:00:00Z&metricAt=2026-11-24T01:00:00Z"
    expect(await numbersOf("numbers=2")).toEqual([2])
    expect(await numbersOf("kinds=problem&importance=normal&waitsFor=owner&goals=first-reply")).toEqual([1, 2])
    expect(await numbersOf("importance=raised")).toEqual([])
    expect(await numbersOf("dueBefore=2026-11-24T01:30:00Z")).toEqual([])
    expect(await numbersOf("dueAfter=2026-11-24T01:30:00Z&registeredTo=2026-11-24T02:00:00Z")).toEqual([1, 2])
    expect(await numbersOf(`metric=received&${day}`)).toEqual([1, 2])
    expect((await town.ask("GET", "/incidents?metric=received")).status).toBe(422)
  })

  it("is counted for several of the desk's lists at once, and searched without its words in an address", async () => {
    const town = await openTown()
    expect(await (await town.ask("GET", "/counts?views=pits")).json()).toEqual({ pits: { value: 1, isExact: true } })
    const found = await town.ask("POST", "/incidents/search", { json: { text: "яма" } })
    expect(await found.json()).toMatchObject({ items: [{ facts: { topic: "pits" } }], next: null })
    const journal = await town.ask("GET", "/journal?kind=search", { as: "officer" })
    expect(await journal.json()).toMatchObject({ entries: [{ kind: "search", found: 1 }] })
  })

  it("tells what a command for many would do, and does nothing", async () => {
    const town = await openTown()
    const incidentIds = [await coldFlat(town)]
    const preview = async (as: string) =>
      (await town.ask("POST", "/commands/preview", { as, json: { command: { type: "take" }, incidentIds } })).json()
    expect(await preview("executor")).toMatchObject({ count: 1, done: 1, refused: [] })
    expect(await preview("roads")).toMatchObject({ done: 0, refused: [{ problem: { code: "forbidden" } }] })
    expect(await preview("executor")).toMatchObject({ done: 1 })
  })

  it("is read page by page, and holds only what its reader may read", async () => {
    const town = await openTown()
    type Page = { readonly items: readonly { readonly facts: { readonly topic: string } }[]; readonly next: string | null }
    const topics: string[] = []
    let address: string | undefined = "/incidents?limit=1&topics=heating&topics=pits"
    for (let pages = 0; address !== undefined && pages < 5; pages += 1) {
      const response = await town.ask("GET", address)
      const { items, next } = (await response.json()) as Page
      topics.push(...items.map(({ facts }) => facts.topic))
      address = /^<(.+)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1]
      expect(address === undefined).toBe(next === null)
    }
    expect(topics.toSorted()).toEqual(["heating", "pits"])
    const own = (await (await town.ask("GET", "/incidents", { as: "roads" })).json()) as Page
    expect(own.items.map(({ facts }) => facts.topic)).toEqual(["pits"])
    const none = (await (await town.ask("GET", "/incidents?unowned=true")).json()) as Page
    expect(none).toEqual({ items: [], next: null })
  })

  it("has an order, a count and the desk's own views", async () => {
    const { ask } = await openTown()
    type Page = { readonly items: readonly { readonly number: number }[]; readonly next: string | null; readonly count?: object }
    const read = async (query: string) => (await (await ask("GET", `/incidents?${query}`)).json()) as Page
    expect((await read("order=newest&open=true")).items.map(({ number }) => number)).toEqual([2, 1])
    expect(await read("order=due&count=true&limit=1")).toMatchObject({ items: [{ number: 1 }], count: { value: 2, isExact: true } })
    expect((await read("overdue=true")).items).toEqual([])
    expect((await read("view=pits")).items.map(({ number }) => number)).toEqual([2])
    const first = await read("order=newest&limit=1")
    expect((await read(`order=newest&limit=1&after=${first.next ?? ""}`)).items.map(({ number }) => number)).toEqual([1])
    for (const wrong of ["view=nothing", "topics=nothing", `after=${first.next ?? ""}&order=due`]) {
      expect((await ask("GET", `/incidents?${wrong}`)).status, wrong).toBe(422)
    }
  })

  it("takes every condition: ranges, tags, terms, and the incidents behind a number of a report", async () => {
    const town = await openTown()
    const actor = { id: "moderator", kind: "person" } as const
    await town.desk.execute({ type: "tag", incidentId: await coldFlat(town), add: ["school"] }, { actor })
    type Page = { readonly items: readonly { readonly number: number }[] }
    const read = async (query: string) =>
      ((await (await town.ask("GET", `/incidents?order=number&${query}`)).json()) as Page).items.map(({ number }) => number)
    const [before, after] = ["2026-11-24T00:59:00.000Z", "2026-11-24T01:30:00.000Z"]
    expect(await read(`registeredFrom=${before}&registeredTo=${after}`)).toEqual([1, 2])
    expect(await read(`registeredTo=${before}`)).toEqual([])
    expect(await read(`publishedTo=${before}&updatedFrom=${before}`)).toEqual([1, 2])
    expect(await read("tagsAll=school")).toEqual([1])
    expect(await read("tagsNone=school")).toEqual([2])
    expect(await read(`goals=first-reply&dueBefore=2026-11-24T02:30:00.000Z&dueAfter=${after}`)).toEqual([1, 2])
    expect(await read("answeredByHand=true")).toEqual([])
    const metric = "metricFrom=2026-11-01T00:00:00.000Z&metricTo=2026-12-01T00:00:00.000Z&metricAt=2026-11-24T02:00:00.000Z"
    expect(await read(`metric=received&${metric}&topics=pits`)).toEqual([2])
    expect(await read(`metric=closed&${metric}`)).toEqual([])
    expect((await town.ask("GET", "/incidents?metric=received")).status).toBe(422)
    expect((await town.ask("GET", "/incidents?tags=scool")).status).toBe(422)
    expect((await town.ask("GET", "/incidents?registeredFrom=yesterday")).status).toBe(400)
  })

  it("holds texts, last words and buttons where they are asked for and may be read, and the journal says so", async () => {
    const town = await openTown()
    type Page = {
      readonly items: readonly { readonly text: string | null; readonly actions: readonly object[]; readonly lastWord: null }[]
    }
    const query = "/incidents?topics=heating&with=text&with=last-word&with=actions"
    const { items } = (await (await town.ask("GET", query)).json()) as Page
    expect(items).toMatchObject([{ text: markerText, lastWord: null }])
    expect(items[0]?.actions.length).toBeGreaterThan(20)
    const blind = (await (await town.ask("GET", query, { as: "counter" })).json()) as Page
    expect(blind.items[0]?.text).toBeNull()
    const { entries } = await town.desk.journal({ kind: "reading", limit: 10 }, { actor: { id: "officer", kind: "person" } })
    // Whoever was given none has read none.
    expect(entries).toMatchObject([{ by: { id: "moderator" }, what: "list", count: 1, conditions: { topics: ["heating"] } }])
  })

  it("refuses conditions that there are not", async () => {
    const { ask } = await openTown()
    for (const wrong of ["statuses=open", "status=assigned", "unowned=yes", "limit=0", "limit=many", "limit=1&limit=2", "text=citizen"]) {
      expect((await ask("GET", `/incidents?${wrong}`)).status, wrong).toBe(400)
    }
  })
})

describe("a case", () => {
  it("is whole: drafted, approved and published, with its text, its photo and why it is due then", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}`
    await addPhoto(town)
    const give = async (as: string, json: object) => town.ask("POST", `${path}/commands`, { as, json, headers: { "if-match": "*" } })
    await give("executor", { type: "take" })
    await give("executor", { type: "submit-draft", text: "Тепло дали.", replyKind: "final", outcome: { value: "explained" } })
    const read = async (): Promise<z.output<typeof caseSchema>> => caseSchema.parse(await (await town.ask("GET", path)).json())
    const [draft] = (await read()).drafts
    const approved = await give("approver", { type: "approve-draft", draftId: draft?.draftId, textHash: draft?.textHash })
    expect(approved.status).toBe(200)
    await town.desk.publish()
    const found = await read()
    expect(found).toMatchObject({
      facts: { status: "replied-final", authorityId: "heat", topic: "heating" },
      messages: [{ text: markerText, waits: false }],
      drafts: [{ text: "Тепло дали.", state: "published" }],
      replies: [{ state: "read-back", replyKey: "vk:-1_1_9" }],
      evidence: [{ shows: "problem" }],
      deadlines: [{ goal: "first-reply", explanation: { counted: { unit: "minutes", amount: 60 } } }],
      withheld: [],
    })
    expect(found.matches[0]?.clauses.map(({ text }) => text)).toEqual(["Батареи", "холодные"])
  })

  it("is not sent again while it is the same, but only after the rights were asked", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}`
    const first = await town.ask("GET", path)
    const headers = { "if-none-match": `"v0", ${first.headers.get("etag") ?? ""}` }
    const second = await town.ask("GET", path, { headers })
    expect([second.status, await second.text(), second.headers.get("etag")]).toEqual([304, "", first.headers.get("etag")])
    expect(first.headers.get("cache-control")).toBe("private, no-cache")
    expect((await town.ask("GET", path, { headers, as: "roads" })).status).toBe(403)
    expect((await town.ask("GET", path, { headers: { "if-none-match": '"v1"' } })).status).toBe(200)
    expect((await town.ask("GET", "/incidents/inc_nowhere")).status).toBe(404)
  })

  it("holds no text for whom personal data are closed", async () => {
    const town = await openTown()
    const answer = await (await town.ask("GET", `/incidents/${await coldFlat(town)}`, { as: "counter" })).text()
    expect(answer).not.toContain(markerText)
    expect(JSON.parse(answer)).toMatchObject({
      messages: [{ text: null, url: null }],
      evidence: null,
      withheld: ["text", "people", "notes", "drafts", "evidence"],
    })
  })
})

describe("what somebody may do", () => {
  it("is told before it is tried: each button with what it needs, or why not", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/actions`
    const { actions } = actionsSchema.parse(await (await town.ask("GET", path, { as: "executor" })).json())
    expect(actions.find(({ command }) => command === "take")).toMatchObject({ allowed: true })
    expect(actions.find(({ command }) => command === "close")).toMatchObject({ allowed: false, why: "state" })
    expect((await town.ask("GET", path, { as: "roads" })).status).toBe(403)
    const me = rightsSchema.parse(await (await town.ask("GET", "/me", { as: "roads" })).json())
    expect(me).toMatchObject({ actor: { id: "roads" }, commands: { take: "somewhere", erase: "nowhere" } })
  })

  it("includes asking the networks how they are only for who sees every source", async () => {
    const { ask } = await openTown()
    const asked = (await (await ask("GET", "/health?connectors=true")).json()) as { readonly connectors: readonly object[] }
    expect(asked.connectors).toMatchObject([{ connectorId: "vk:club1", ok: true }])
    expect((await ask("GET", "/health?connectors=true", { as: "roads" })).status).toBe(403)
    expect((await ask("GET", "/health", { as: "roads" })).status).toBe(200)
  })
})

describe("a report", () => {
  it("has a table by what is asked, and is CSV for who accepts CSV", async () => {
    const town = await openTown()
    const csv = async (query: string, headers: Readonly<Record<string, string>> = {}) =>
      town.ask("GET", `/report?${november}${query}`, { headers: { accept: "text/csv", ...headers } })
    const table = await csv("&by=topic")
    expect(table.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    const lines = (await table.text()).trimEnd().split("\r\n")
    expect(lines.map((line) => line.split(",")[0])).toEqual(["Topic", "heating", "pits"])
    const russian = new Uint8Array(await (await csv("", { "accept-language": "ru-RU,ru;q=0.9" })).arrayBuffer())
    expect([...russian.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const json = await town.ask("GET", `/report?${november}&by=topic&by=authority`, { headers: { accept: "text/csv, application/json" } })
    expect(await json.json()).toMatchObject({ tables: [{ by: ["topic", "authority"] }] })
    expect((await csv("&by=executor")).status).toBe(422)
    const without = await openTown({ handler: { reportCsv: undefined } })
    expect((await without.ask("GET", `/report?${november}`, { headers: { accept: "text/csv" } })).status).toBe(501)
  })
})

describe("who has how much to do", () => {
  it("is told to whoever shares work out in that body, and to nobody else", async () => {
    const town = await openTown()
    const take = { as: "executor", json: { type: "take", executorId: "executor" }, headers: { "if-match": "*" } }
    await town.ask("POST", `/incidents/${await coldFlat(town)}/commands`, take)
    const read = async (as: string, authorityId = "heat") => town.ask("GET", `/workload?authorityId=${authorityId}`, { as })
    expect(await (await read("supervisor")).json()).toMatchObject({ open: 1, overdue: 0, executors: [{ executorId: "executor", open: 1 }] })
    expect([(await read("executor")).status, (await read("counter")).status, (await read("supervisor", "x")).status]).toEqual([
      403, 403, 422,
    ])
  })
})

describe("mass events", () => {
  it("are listed with their incidents and their curve, page by page, to whoever may find the incidents", async () => {
    const town = await openTown()
    for (let index = 0; index < 12; index += 1) {
      const registration = { from: "phone", text: `Cold radiators ${index}`, topic: "heating" } as const
      await town.desk.register(registration, { actor: { id: "moderator", kind: "person" }, idempotencyKey: `call-${index}` })
      town.clock.advance(1)
    }
    await town.desk.tick()
    const answer: unknown = await (await town.ask("GET", "/bursts?open=true")).json()
    expect(answer).toMatchObject({ items: [{ state: "open", topicIds: ["heating"], territoryId: null, count: 13, voices: 0 }], next: null })
    const page: unknown = await (await town.ask("GET", "/bursts?limit=1")).json()
    expect(page).toMatchObject({ next: expect.stringMatching(/Z\/burst-/) })
    const { next } = page as { readonly next: string }
    expect(await (await town.ask("GET", `/bursts?limit=1&after=${encodeURIComponent(next)}`)).json()).toEqual({ items: [], next: null })
    expect(await (await town.ask("GET", "/bursts", { as: "roads" })).json()).toMatchObject({ items: [] })
    expect((await town.ask("GET", "/bursts?after=nonsense")).status).toBe(422)
  })
})

describe("a draft", () => {
  it("is checked before it is handed over: what is missing, misspelt, and what the network takes", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/draft-check`
    const check = async (json: object, as = "executor") => town.ask("POST", path, { as, json })
    const filled: unknown = await (await check({ replyKind: "interim", facts: { day: { day: "2026-11-30T00:00:00.000Z" } } })).json()
    expect(filled).toMatchObject({
      text: "Heat repairs it until 30 November 2026.",
      template: { id: "heating", version: "2026" },
      missing: [],
    })
    const typed: unknown = await (await check({ text: "The heet is back {soon}", replyKind: "final" })).json()
    expect(typed).toMatchObject({
      spelling: [{ network: null, span: { start: 4, end: 8 }, suggestions: ["heat"] }],
      targets: [{ network: "vk", length: 23, limit: null, isAutomatic: true }],
    })
    expect(JSON.stringify(typed)).toContain('"placeholder"')
    expect((await check({ text: "a" })).status).toBe(400)
    expect((await check({ templateId: "nothing", replyKind: "final" })).status).toBe(422)
    expect((await check({ text: "a", replyKind: "final" }, "roads")).status).toBe(403)
    expect((await town.ask("POST", "/incidents/inc_nowhere/draft-check", { json: { text: "a", replyKind: "final" } })).status).toBe(404)
  })

  it("of a guidance text is shown as it would be published, under incidents of its topic alone", async () => {
    const town = await openTown()
    const preview = async (query: string) => town.ask("GET", `/guidance/dispatcher/preview?${query}`)
    const shown: unknown = await (await preview(`incidentId=${await coldFlat(town)}`)).json()
    expect(shown).toMatchObject({ text: "Call the dispatcher.\nDispatcher: 112", template: null, choice: null })
    const { incidents } = await town.desk.find({ topics: ["pits"] }, { actor: { id: "moderator", kind: "person" } })
    expect((await preview(`incidentId=${incidents[0]?.incident.incidentId ?? ""}`)).status).toBe(422)
    expect((await preview("")).status).toBe(400)
  })
})

describe("registering by hand", () => {
  it("says so where it is known already, and needs a key", async () => {
    const town = await openTown()
    const asking = { json: { from: "letter", text: "Во дворе яма", topic: "pits" }, headers: { "idempotency-key": '"form-2"' } }
    const [first, second] = [await town.ask("POST", "/incidents", asking), await town.ask("POST", "/incidents", asking)]
    expect([first.status, second.status]).toEqual([201, 200])
    const known = (await second.json()) as { readonly incidentId: string; readonly known: boolean }
    expect(known).toMatchObject({ known: true, incidentId: ((await first.json()) as typeof known).incidentId })
    expect(second.headers.get("location")).toBe(`/incidents/${known.incidentId}`)
    expect((await town.ask("POST", "/incidents", { json: asking.json })).status).toBe(400)
  })
})

describe("a message that is added by hand", () => {
  it("is in its case once, waits for an answer, and is nobody's who may not register", async () => {
    const town = await openTown()
    const path = `/incidents/${await coldFlat(town)}/messages`
    const asking = { json: { from: "phone", text: "Всё ещё холодно" }, headers: { "idempotency-key": "call-2" } }
    const first = await town.ask("POST", path, asking)
    expect(first.status).toBe(201)
    const added = (await first.json()) as { readonly messageKey: string; readonly version: number }
    expect(added).toMatchObject({ act: "word", isReopened: false, known: false })
    expect(first.headers.get("etag")).toBe(`"v${added.version}"`)
    const second = await town.ask("POST", path, asking)
    expect([second.status, await second.json()]).toEqual([200, { ...added, known: true }])
    const { messages } = (await (await town.ask("GET", path.replace("/messages", ""))).json()) as {
      readonly messages: readonly { readonly key: string; readonly text: string | null }[]
    }
    expect(messages.filter(({ key }) => key === added.messageKey).map(({ text }) => text)).toEqual(["Всё ещё холодно"])
    const other = await town.ask("POST", path, { ...asking, json: { from: "phone", text: "Другое" } })
    expect(other.status).toBe(422)
    expect((await town.ask("POST", path, { json: asking.json })).status).toBe(400)
    expect((await town.ask("POST", path, { ...asking, as: "counter" })).status).toBe(403)
    expect((await town.ask("POST", "/incidents/inc_none/messages", { ...asking, headers: { "idempotency-key": "call-3" } })).status).toBe(
      404,
    )
  })
})

describe("one command for many", () => {
  it("tells each refusal with its problem, and does the rest", async () => {
    const town = await openTown()
    const incidentIds = [await coldFlat(town), "inc_nowhere"]
    const headers = { "idempotency-key": "many-2" }
    const json = { command: { type: "take" }, incidentIds }
    const all = await town.ask("POST", "/commands", { as: "executor", json: { ...json, mode: "all" }, headers })
    expect(await all.json()).toMatchObject({ done: 0, refused: [{ incidentId: "inc_nowhere", problem: { status: 404 } }] })
    const each = await town.ask("POST", "/commands", { as: "executor", json, headers: { "idempotency-key": "many-3" } })
    const told = { code: "not-found", type: "/problems/not-found" }
    expect(await each.json()).toMatchObject({ count: 2, done: 1, refused: [{ incidentId: "inc_nowhere", problem: told }] })
    expect((await town.ask("POST", "/commands", { as: "executor", json })).status).toBe(400)
  })

  it("takes conditions in the place of ids, once they were previewed, and refuses another count", async () => {
    const town = await openTown()
    const json = { command: { type: "take" }, where: { statuses: ["assigned"] } }
    const preview = (await (await town.ask("POST", "/commands/preview", { as: "executor", json })).json()) as { readonly count: number }
    expect(preview).toMatchObject({ count: 2, done: 2, already: 0, refused: [] })
    const give = async (expectedCount: number, key: string) =>
      town.ask("POST", "/commands", { as: "executor", json: { ...json, expectedCount }, headers: { "idempotency-key": key } })
    const other = await give(3, "many-4")
    expect([other.status, await other.json()]).toMatchObject([409, { code: "conflict" }])
    expect(await (await give(preview.count, "many-5")).json()).toMatchObject({ count: 2, done: 2 })
    const wrong = { ...json, where: { topic: ["pits"] } }
    expect((await town.ask("POST", "/commands/preview", { as: "executor", json: wrong })).status).toBe(400)
  })
})

describe("a push", () => {
  it("arrives byte for byte, and is delivered again when it was not stored", async () => {
    const { ask, desk } = await openTown()
    const answer = await ask("POST", "/hooks/vk-4f9a", {
      as: null,
      body: new Uint8Array([0, 255, 10]),
      headers: { "content-type": "text/plain" },
    })
    expect(await answer.text()).toBe("POST 3")
    expect((await ask("POST", "/hooks/other", { as: null, body: "1" })).status).toBe(404)
    expect((await ask("POST", "/hooks/constructor", { as: null, body: "1" })).status).toBe(404)
    const broken = await openTown({ desk: { ...desk, receive: async () => Promise.reject(new Error("the disk is full")) } })
    const later = await broken.ask("POST", "/hooks/vk-4f9a", { as: null, body: "1" })
    expect([later.status, later.headers.get("retry-after"), await later.text()]).toEqual([503, "60", "later"])
    expect(broken.told).toMatchObject([{ operationId: "receiveHook", status: 503 }])
  })
})
