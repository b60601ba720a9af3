import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isDeskError } from "@otklik/core"
import { createOpen311Client, type Open311ClientOptions } from "@otklik/open311/client"
import { readAnswer } from "../src/client/answer.ts"
import { attributesOf, requestsOf, servicesOf, updatesOf } from "../src/client/views.ts"
import { openTown, person, submitted, type Town } from "./town.ts"

const place = { latitude: 52.03, longitude: 113.5 } as const
const request = { serviceCode: "heating", description: "Холодно & <темно>\nв подъезде", ...place } as const

/** A client of a town's server; what is changed replaces its options. */
const clientOf = (town: Town, change: Partial<Open311ClientOptions> = {}) =>
  createOpen311Client({
    endpoint: "https://desk.test/api/v2/",
    apiKey: "secret",
    clock: town.clock,
    fetch: async (input, init) => town.handler(new Request(input, init)),
    ...change,
  })

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (isDeskError(error) ? error.code : String(error)),
  )

/** A server that answers as it is told to, and counts. */
function scripted(town: Town, answers: readonly (() => Response | Promise<Response>)[]) {
  const seen: Request[] = []
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    seen.push(new Request(input, init))
    const next = answers[seen.length - 1] ?? answers.at(-1)
    return next === undefined ? new Response("", { status: 500 }) : next()
  }
  return { seen, client: clientOf(town, { fetch }) }
}

/** The clock goes on while somebody waits by it. */
async function waited<Value>(town: Town, work: Promise<Value>): Promise<Value> {
  let isDone = false
  const done = work.finally(() => (isDone = true))
  done.catch(() => undefined)
  for (let round = 0; round < 500 && !isDone; round += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    if (!isDone) town.clock.advance(0.1)
  }
  return done
}

describe.each(["xml", "json"] as const)("the client and our server in %s", (format) => {
  it("find services, send, follow and say more", async () => {
    const town = await openTown({ handler: { statuses: "fixmystreet" } })
    const client = clientOf(town, { format })
    expect(await client.discovery()).toEqual([
      {
        url: "https://desk.example.org/open311/v2",
        specification: "http://wiki.open311.org/GeoReport_v2",
        type: "production",
        formats: ["text/xml", "application/json"],
      },
    ])
    expect(await client.services()).toMatchObject([
      { code: "heating", name: "Отопление", type: "realtime", hasAttributes: false, keywords: [], unread: [] },
      { code: "pits", name: "Ямы & <выбоины>" },
    ])
    expect([await client.definition("heating"), await client.definition("none")]).toEqual([[], undefined])
    const { id, token } = await client.submit({
      ...request,
      mediaUrls: ["https://photos.example/1.jpg"],
      attributes: { floor: ["1", "2"] },
    })
    expect([id, token]).toEqual(["1", null])
    const { incidents } = await town.desk.find({}, { actor: person("supervisor") })
    const found = await town.desk.case(incidents[0]?.incident.incidentId ?? "", { actor: person("supervisor") })
    expect(found?.messages[0]?.text).toBe(
      `${request.description}\n\nmedia_url: https://photos.example/1.jpg\nattribute[floor][]: 1\nattribute[floor][]: 2`,
    )
    expect(found?.messages[0]?.place).toMatchObject(place)
    const view = { id: "1", status: "open", serviceCode: "heating", ...place, requestedAt: "2026-11-24T01:00:00.000Z", unread: [] }
    expect(await client.request("1")).toMatchObject(view)
    expect(await client.requests({ ids: ["1", "9"] })).toMatchObject([view])
    expect(
      await client.requests({ serviceCodes: ["pits"], status: "open", start: "2026-11-24T00:00:00.000Z", end: town.clock.now() }),
    ).toEqual([])
    expect([await client.request("9"), await client.token("9")]).toEqual([undefined, undefined])
    const update = { requestId: "1", updateId: "7", status: "open", at: town.clock.now(), description: "Всё ещё холодно" }
    expect(await client.postUpdate(update)).toMatch(/^1-/)
    const interval = { start: "2026-11-24T00:00:00.000Z", end: town.clock.now() }
    expect(await client.updates(interval)).toMatchObject([
      {
        id: expect.stringMatching(/^1-/) as string,
        requestId: "1",
        status: "open",
        at: "2026-11-24T01:00:00.000Z",
        description: "Assigned to: Теплосеть.",
      },
    ])
  })

  it("understand each other's refusals", async () => {
    const town = await openTown()
    const client = clientOf(town, { format })
    const refused = await client.submit({ ...request, serviceCode: "none" }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: "refused", details: { reason: "service_code was not found." } })
    expect(await codeOf(clientOf(town, { format, apiKey: "wrong-key" }).submit(request))).toBe("auth")
    expect(await codeOf(clientOf(town, { format, jurisdictionId: "omsk.example" }).services())).toBe("refused")
  })
})

describe("what is read", () => {
  it("is asked again while the server fails, and given up after three tries", async () => {
    const town = await openTown()
    const fails = () => new Response("busy", { status: 502 })
    const once = scripted(town, [fails, async () => town.get("/services.xml")])
    expect(await waited(town, once.client.services())).toHaveLength(2)
    expect(once.seen).toHaveLength(2)
    const never = scripted(town, [fails])
    expect(await waited(town, codeOf(never.client.services()))).toBe("network")
    expect(never.seen).toHaveLength(3)
  })

  it("is given up when no answer comes in time", async () => {
    const town = await openTown()
    const silent = scripted(town, [() => new Promise<Response>(() => undefined)])
    expect(await waited(town, codeOf(silent.client.services()))).toBe("network")
    expect(silent.seen).toHaveLength(3)
  })

  it.each(["<html><body>Welcome</body>", "", "{", "<a/><b/>", "<services><service></services>"])(
    "must be an answer of Open311, not %j",
    async (body) => {
      const town = await openTown()
      const { client } = scripted(town, [() => new Response(body)])
      expect(await codeOf(client.services())).toBe("protocol")
    },
  )

  it("names fields that it cannot make sense of, and takes no entity of another file", async () => {
    const town = await openTown()
    const xml = `<!DOCTYPE r [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
      <service_requests><request><service_request_id>5</service_request_id><lat>north</lat><long>113.5</long>
      <requested_datetime>2026-11-24 10:00</requested_datetime><description>a &secret; b &nbsp; c</description></request></service_requests>`
    const { client } = scripted(town, [() => new Response(xml)])
    expect(await client.request("5")).toMatchObject({
      latitude: null,
      longitude: 113.5,
      requestedAt: null,
      unread: ["requested_datetime", "lat"],
      description: "a &secret; b &nbsp; c",
    })
  })

  it("survives every text: what the server writes is what the client reads", async () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom("&", "<", "]]>", "\0", "\uD800", "ё", "\u{1F6A7}"),
    )
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 30 }), async (title) => {
        const town = await openTown({ titles: { heating: `x${title}x`, pits: "Ямы" } })
        const [xml, json] = [clientOf(town, { format: "xml" }), clientOf(town, { format: "json" })]
        expect(await xml.services()).toEqual(await json.services())
      }),
      { numRuns: 50 },
    )
  })
})

describe("what is sent", () => {
  it.each([
    ["the line breaks before the answer", () => Promise.reject(new TypeError("terminated"))],
    ["the answer is an error of a proxy", () => new Response("bad gateway", { status: 502 })],
    ["the answer cannot be read", () => new Response("<html>")],
    ["the answer never comes", () => new Promise<Response>(() => undefined)],
  ])("leaves once and is ambiguous where %s", async (_, answer) => {
    const town = await openTown()
    const { seen, client } = scripted(town, [answer])
    expect(await waited(town, codeOf(client.submit(request)))).toBe("ambiguous")
    expect(seen).toHaveLength(1)
  })

  it("may be sent again where no connection was made or the server asks to wait", async () => {
    const town = await openTown()
    const refusedLine = Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) })
    expect(await codeOf(scripted(town, [() => Promise.reject(refusedLine)]).client.submit(request))).toBe("network")
    const busy = () => new Response("", { status: 429, headers: { "retry-after": "30" } })
    expect(await codeOf(scripted(town, [busy]).client.submit(request))).toBe("rate-limited")
  })

  it("is sent a second time without harm to a server that takes it once", async () => {
    const town = await openTown()
    let isLost = false
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      const response = await town.handler(new Request(input, init))
      if (isLost) return response
      isLost = true
      throw new TypeError("terminated")
    }
    const client = clientOf(town, { fetch })
    expect(await codeOf(client.submit(request))).toBe("ambiguous")
    expect(await client.submit(request)).toEqual({ id: "1", token: null })
    expect((await town.desk.find({}, { actor: person("supervisor") })).incidents).toHaveLength(1)
  })

  it("needs a place and both degrees", async () => {
    const town = await openTown()
    const client = clientOf(town)
    expect(await codeOf(client.submit({ serviceCode: "heating" }))).toBe("config")
    expect(await codeOf(client.submit({ serviceCode: "heating", latitude: 1, address: "x" }))).toBe("config")
    expect(await codeOf(client.submit({ serviceCode: "heating", address: "Ленина, 1" }))).toBe("none")
    await submitted(town)
  })
})

// FixMyStreet's own tests are no part of the repository: their XML is read where it lies beside.
const folder = fileURLToPath(new URL("../../../../shared/networks/open311/fixmystreet/", import.meta.url))

describe.skipIf(!existsSync(folder))("the XML that FixMyStreet's tests were recorded with", () => {
  const documents = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith(".t"))
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), "utf8")
      const found = source.matchAll(
        /<\?xml[^?]*\?>\s*<(services|service_definition|service_requests|service_requests?_updates|errors)>.*?<\/\1>/gs,
      )
      return [...found].map(([xml], index) => ({ name: `${file} ${index}`, xml }))
    })

  it("is read, each thing that it holds", () => {
    let things = 0
    for (const { name, xml } of documents) {
      const answer = readAnswer(new TextEncoder().encode(xml))
      // One of them is broken on purpose: an end tag without its end.
      expect(answer !== undefined, name).toBe(!/<\/\w+</.test(xml))
      if (answer === undefined) continue
      const holds = (id: string) => [...xml.matchAll(new RegExp(`<${id}>\\s*[^<\\s]`, "g"))].length
      const count = (tag: string) => xml.split(tag).length - 1
      if (answer.root === "services") expect(servicesOf(answer), name).toHaveLength(holds("service_code"))
      if (answer.root === "service_definition") expect(attributesOf(answer), name).toHaveLength(holds("code"))
      if (answer.root === "service_requests") expect(requestsOf(answer), name).toHaveLength(count("<request>"))
      if (answer.root?.endsWith("_updates") === true) expect(updatesOf(answer), name).toHaveLength(count("<request_update>"))
      things += servicesOf(answer).length + attributesOf(answer).length + requestsOf(answer).length + updatesOf(answer).length
    }
    expect(documents.length).toBeGreaterThan(90)
    expect(things).toBeGreaterThan(100)
  })
})
