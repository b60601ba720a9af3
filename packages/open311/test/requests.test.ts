import { describe, expect, it } from "vitest"
import { answered, asked, asTexts, markerAuthor, markerText, openTown, person, readXml, submitted, type Town } from "./town.ts"

type View = Readonly<Record<string, string | number | null>>

const list = async (town: Town, query = ""): Promise<readonly View[]> =>
  (await (await town.get(`/requests.json?${query}`)).json()) as readonly View[]
const ids = async (town: Town, query = "") => (await list(town, query)).map((view) => view["service_request_id"])

describe("GET requests", () => {
  it("says in XML what it says in JSON, with the types and moments of GeoReport", async () => {
    const town = await openTown()
    await submitted(town)
    for (const path of [
      "/services",
      "/services/heating",
      "/requests",
      "/requests/1",
      "/discovery",
      "/servicerequestupdates",
      "/tokens/1",
    ]) {
      const [xml, json] = [await town.get(`${path}.xml`), await town.get(`${path}.json`)]
      expect([xml.headers.get("content-type"), json.headers.get("content-type")]).toEqual([
        "text/xml; charset=utf-8",
        "application/json; charset=utf-8",
      ])
      expect(readXml(await xml.text()), path).toEqual(asTexts(await json.json()))
    }
    expect(await list(town)).toEqual([
      {
        service_request_id: "1",
        status: "open",
        status_notes: "Assigned to: Теплосеть.",
        service_name: "Отопление",
        service_code: "heating",
        description: "Отопление, Чита",
        agency_responsible: "Теплосеть",
        service_notice: null,
        requested_datetime: "2026-11-24T01:00:00Z",
        updated_datetime: "2026-11-24T01:00:00Z",
        expected_datetime: null,
        address: "Чита",
        address_id: null,
        zipcode: null,
        lat: 52.03,
        long: 113.5,
        media_url: null,
      },
    ])
  })

  it("shows no text, no author, no place and no contact, whatever is asked for", async () => {
    const town = await openTown({ handler: { contacts: "seal" } })
    await town.desk.pull()
    const contact = { email: "anna@example.org", phone: "+70000000000", first_name: "Анна", last_name: "Тайная" }
    const { incidentId } = await submitted(town, { description: markerText, address_string: "ул. Тайная, 17", ...contact })
    await town.post("/servicerequestupdates.xml", { service_request_id: "2", description: `${markerText} снова`, ...contact })
    await town.give("executor", { type: "take", incidentId })
    await answered(town, incidentId, { replyKind: "interim", outcome: { value: "planned", until: "2026-12-10T00:00:00Z" } })
    const said: string[] = []
    for (const path of [
      "/services",
      "/services/heating",
      "/requests",
      "/requests/1",
      "/requests/2",
      "/servicerequestupdates",
      "/discovery",
    ])
      for (const ending of [".xml", ".json", ".json?extensions=true"]) said.push(await (await town.get(path + ending)).text())
    expect(said.join()).toContain("2026-12-10")
    const never = [
      "квартира",
      "000-00-00",
      markerAuthor,
      "vk:",
      "https://example.org/9",
      "Тайная",
      "Анна",
      "anna@",
      "+7000",
      "Ответ службы",
      "executor",
    ]
    for (const word of never) expect(said.join(), word).not.toContain(word)
  })

  it("finds by numbers, which go before everything else", async () => {
    const town = await openTown()
    for (const description of ["a", "b", "c"]) await submitted(town, { description })
    expect(await ids(town, "service_request_id=3,1&status=closed&service_code=pits")).toEqual(["3", "1"])
    expect(await ids(town, "service_request_id=2&service_request_id=3")).toEqual(["3", "2"])
    expect(await ids(town, "service_request_id=99,abc,-1")).toEqual([])
    expect((await town.get("/requests/99.xml")).status).toBe(404)
    expect((await town.get("/requests/abc.xml")).status).toBe(404)
    expect(await ids(town, "service_request_id=")).toEqual(["3", "2", "1"])
  })

  it("finds by dates of registration to the second, both ends included, and by 90 days where nothing is said", async () => {
    const town = await openTown()
    await submitted(town, { description: "a" })
    town.clock.advance(60)
    await submitted(town, { description: "b" })
    const between = (start: string, end: string) => ids(town, new URLSearchParams({ start_date: start, end_date: end }).toString())
    expect(await between("2026-11-24T01:00:00Z", "2026-11-24T01:00:00Z")).toEqual(["1"])
    expect(await between("2026-11-24T10:00:01+09:00", "2026-11-24T11:00:00+09:00")).toEqual(["2"])
    expect(await ids(town, "start_date=2026-11-24T10:00:01+09:00")).toEqual(["2"])
    expect(await ids(town, "end_date=2026-11-24T01:59:59Z")).toEqual(["1"])
    town.clock.advance(91 * 1440)
    expect(await ids(town)).toEqual([])
    expect(await ids(town, "start_date=2026-11-24T00:00:00Z")).toEqual(["2", "1"])
  })

  it.each([
    ["start_date=2026-01-01", 400, "start_date"],
    ["start_date=yesterday", 400, "start_date"],
    ["start_date=0001-01-01T00:00:00Z", 400, "start_date"],
    ["start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400, "90 days"],
    ["start_date=2026-11-02T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400, "before"],
    ["status=fixed", 400, "status"],
    ["service_code=nothing", 404, "service_code"],
    ["page=0", 400, "page"],
    ["page_size=1001", 400, "page_size"],
    ["page=9000&page_size=1000", 400, "start_date"],
    ["jurisdiction_id=omsk.example", 404, "jurisdiction_id"],
  ])("refuses %s with %i and says why, in the format that was asked for", async (query, status, word) => {
    const town = await openTown()
    for (const format of ["xml", "json"]) {
      const response = await town.get(`/requests.${format}?${query}`)
      expect(response.status).toBe(status)
      const text = await response.text()
      const [error] = (format === "xml" ? readXml(text) : JSON.parse(text)) as [{ code: unknown; description: string }]
      expect(String(error.code)).toBe(String(status))
      expect(error.description).toContain(word)
    }
    expect(town.told).toEqual([])
  })

  it("gives pages that have no request twice and miss none", async () => {
    const town = await openTown()
    for (let one = 1; one <= 7; one += 1) await submitted(town, { description: `Яма ${one}` })
    const pages = [await ids(town, "page_size=3"), await ids(town, "page_size=3&page=2"), await ids(town, "page_size=3&page=3")]
    expect(pages).toEqual([["7", "6", "5"], ["4", "3", "2"], ["1"]])
    expect(await ids(town, "page_size=3&page=4")).toEqual([])
  })

  it("hides what is not registered, and topics that are not offered", async () => {
    const town = await openTown({ jurisdiction: { services: [{ topic: "pits", group: "Дороги", keywords: ["яма", "выбоина"] }] } })
    await town.desk.pull()
    expect(await ids(town)).toEqual([])
    expect(await ids(town, "service_request_id=1")).toEqual([])
    expect((await town.get("/requests/1.json")).status).toBe(404)
    expect((await town.get("/services/heating.json")).status).toBe(404)
    expect(await (await town.get("/services.json")).json()).toMatchObject([
      {
        service_code: "pits",
        service_name: "Ямы & <выбоины>",
        group: "Дороги",
        keywords: "яма, выбоина",
        type: "realtime",
        metadata: false,
      },
    ])
    expect((await town.post("/requests.json", asked)).status).toBe(404)
  })

  it("says nothing of the desk where the desk fails, and tells the host", async () => {
    const town = await openTown({ jurisdiction: { reader: person("stranger") } })
    const response = await town.get("/requests.json")
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain("stranger")
    expect(town.told).toHaveLength(1)
  })
})

describe("the address", () => {
  it("is read by its end, wherever the handler is mounted", async () => {
    const { handler } = await openTown()
    const status = async (url: string, method = "GET") => (await handler(new Request(`https://desk.test${url}`, { method }))).status
    expect(await status("/services.xml")).toBe(200)
    expect(await status("/api/services.xml")).toBe(200)
    expect(await status("/a/b/v2/services/heating.json")).toBe(200)
    expect(await status("/services")).toBe(404)
    expect(await status("/services.html")).toBe(404)
    expect(await status("/services/%zz.xml")).toBe(400)
    expect(await status("/services.xml", "POST")).toBe(405)
    expect(await status("/requests/1.xml", "DELETE")).toBe(405)
    const head = await handler(new Request("https://desk.test/services.xml", { method: "HEAD" }))
    expect([head.status, await head.text()]).toEqual([200, ""])
  })

  it("needs the jurisdiction where there are several", async () => {
    const [one, other] = [await openTown(), await openTown()]
    await submitted(one)
    const jurisdictions = [
      { id: "chita.example", desk: one.desk, reader: person("public") },
      { id: "omsk.example", desk: other.desk, reader: person("public") },
    ]
    const both = await openTown({ handler: { jurisdictions } })
    expect((await both.get("/requests.json")).status).toBe(400)
    expect(await ids(both, "jurisdiction_id=chita.example")).toEqual(["1"])
    expect(await ids(both, "jurisdiction_id=omsk.example")).toEqual([])
  })
})
