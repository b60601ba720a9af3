import { describe, expect, it } from "vitest"
import { asked, openTown, person, submitted } from "./town.ts"

const numberOf = async (response: Response) => ((await response.json()) as [{ service_request_id: string }])[0].service_request_id

describe("POST requests", () => {
  it("registers what a citizen asks for, with its place, and answers with the number", async () => {
    const town = await openTown()
    const media = ["https://photos.example/1.jpg", "https://photos.example/2.jpg"]
    const response = await town.post("/requests.json", {
      ...asked,
      address_id: "77",
      media_url: media,
      "attribute[floor]": "3",
      email: "anna@example.org",
    })
    expect(response.status).toBe(201)
    expect(await response.json()).toEqual([{ service_request_id: "1", service_notice: null, account_id: null }])
    const { incidents } = await town.desk.find({}, { actor: person("supervisor") })
    const found = await town.desk.case(incidents[0]?.incident.incidentId ?? "", { actor: person("supervisor") })
    expect(found?.incident.facts).toMatchObject({
      topic: "heating",
      territoryId: "town",
      authorityId: "heat",
      intake: "hand",
      network: "form",
    })
    expect(found?.messages[0]?.place).toMatchObject({ latitude: 52.03, longitude: 113.5 })
    expect(found?.messages[0]?.text).toBe(
      "Холодно третий день\n\naddress_id: 77\nmedia_url: https://photos.example/1.jpg\nmedia_url: https://photos.example/2.jpg\nattribute[floor]: 3",
    )
    expect(JSON.stringify(found)).not.toContain("anna@")
  })

  it("registers what is sent twice on one day once, so that a client may send it again", async () => {
    const town = await openTown()
    const [one, other] = await Promise.all([town.post("/requests.json", asked), town.post("/requests.json", asked)])
    expect([one.status, other.status].toSorted((a, b) => a - b)).toEqual([200, 201])
    expect([await numberOf(one), await numberOf(other)]).toEqual(["1", "1"])
    expect(await numberOf(await town.post("/requests.json", { ...asked, description: "Холодно" }))).toBe("2")
    expect(await numberOf(await town.post("/requests.json", { ...asked, email: "anna@example.org" }))).toBe("3")
    town.clock.advance(1440)
    expect(await numberOf(await town.post("/requests.json", asked))).toBe("4")
  })

  it.each([
    [{ api_key: "" }, 403, "api_key"],
    [{ api_key: "wrong" }, 403, "api_key"],
    [{ api_key: "north" }, 403, "api_key"],
    [{ service_code: "" }, 400, "service_code"],
    [{ service_code: "nothing" }, 404, "service_code"],
    [{ lat: "" }, 400, "lat and long"],
    [{ lat: "91" }, 400, "lat"],
    [{ long: "1e2" }, 400, "long"],
    [{ long: "far" }, 400, "long"],
    [{ lat: "", long: "" }, 400, "place"],
    [{ description: "х".repeat(4001) }, 400, "description"],
    [{ address_string: "х".repeat(513) }, 400, "address_string"],
    [{ description: "х".repeat(70_000) }, 413, "bytes"],
    [{ jurisdiction_id: "omsk.example" }, 404, "jurisdiction_id"],
  ])("refuses %o with %i and says what is wrong", async (change, status, word) => {
    const town = await openTown()
    const response = await town.post("/requests.json", { ...asked, ...change })
    expect(response.status).toBe(status)
    expect(((await response.json()) as [{ description: string }])[0].description).toContain(word)
    expect((await town.desk.find({}, { actor: person("supervisor") })).incidents).toEqual([])
  })

  it("takes a multipart form, and neither files, nor JSON, nor octets that are no UTF-8", async () => {
    const town = await openTown()
    const send = async (body: RequestInit["body"], type?: string) =>
      town.handler(
        new Request("https://desk.test/requests.json", {
          method: "POST",
          body,
          ...(type === undefined ? {} : { headers: { "content-type": type } }),
        }),
      )
    const form = new FormData()
    for (const [name, value] of Object.entries({ api_key: "secret", ...asked })) form.append(name, value)
    expect((await send(form)).status).toBe(201)
    form.append("media", new Blob(["x"]), "x.jpg")
    expect((await send(form)).status).toBe(400)
    expect((await send(JSON.stringify({ api_key: "secret", ...asked }), "application/json")).status).toBe(400)
    const windows1251 = "api_key=secret&service_code=heating&lat=1&long=1&description=%D5%EE%EB%EE%E4%ED%EE"
    expect((await send(windows1251, "application/x-www-form-urlencoded")).status).toBe(400)
    expect((await send("--x", "multipart/form-data; boundary=y")).status).toBe(400)
  })

  it("stores characters that XML and databases cannot hold without them", async () => {
    const town = await openTown()
    const { incidentId } = await submitted(town, { description: "Хол\u0000од\uFFFEно\u0007" })
    const found = await town.desk.case(incidentId, { actor: person("supervisor") })
    expect(found?.messages[0]?.text).toBe("Холодно")
  })

  it("seals how to reach the citizen where the host wants it kept", async () => {
    const town = await openTown({ handler: { contacts: "seal" } })
    const { incidentId } = await submitted(town, { first_name: "Анна", email: "anna@example.org", phone: "+70000000000" })
    const found = await town.desk.case(incidentId, { actor: person("supervisor") })
    expect(JSON.stringify(found)).not.toContain("Анна")
    const question = { incidentId, messageKey: found?.messages[0]?.key ?? "", purpose: "to call back" }
    const { authorId } = await town.desk.unsealAuthor(question, { actor: person("officer") })
    expect(authorId).toBe("Анна, anna@example.org, +70000000000")
  })
})

describe("POST servicerequestupdates", () => {
  it("is what the author says later: it waits for an answer, and moves nothing", async () => {
    const town = await openTown()
    const { number, incidentId } = await submitted(town)
    const word = {
      service_request_id: number,
      description: "Всё ещё холодно",
      status: "FIXED",
      update_id: "5",
      updated_datetime: "2026-11-24T01:00:00Z",
    }
    const [one, again] = [await town.post("/servicerequestupdates.json", word), await town.post("/servicerequestupdates.json", word)]
    expect([one.status, again.status]).toEqual([201, 200])
    const answer: unknown = await one.json()
    expect(answer).toEqual([{ update_id: expect.stringMatching(/^1-[\w-]+$/) as string }])
    expect(await again.json()).toEqual(answer)
    const found = await town.desk.case(incidentId, { actor: person("supervisor") })
    expect(found?.messages.map(({ role, text }) => [role, text])).toEqual([
      ["complaint", "Холодно третий день"],
      ["follow-up", "Всё ещё холодно\n\nstatus: FIXED"],
    ])
    expect(found?.incident.facts.status).toBe("assigned")
  })

  it.each([
    [{ service_request_id: "" }, 400],
    [{ service_request_id: "99" }, 404],
    [{ service_request_id: "abc" }, 404],
    [{ description: "" }, 400],
    [{ api_key: "wrong" }, 403],
    [{ api_key: "north" }, 404],
  ])("refuses %o with %i", async (change, status) => {
    const town = await openTown()
    const { number } = await submitted(town)
    const response = await town.post("/servicerequestupdates.json", { service_request_id: number, description: "Холодно", ...change })
    expect(response.status).toBe(status)
  })

  it("tells the citizen that a request that was not accepted takes none", async () => {
    const town = await openTown()
    const { number, incidentId } = await submitted(town)
    await town.give("moderator", { type: "dismiss", incidentId, reason: "news" })
    const response = await town.post("/servicerequestupdates.xml", { service_request_id: number, description: "Холодно" })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("not accepted")
    expect(town.told).toEqual([])
  })
})
