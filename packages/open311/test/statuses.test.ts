import { describe, expect, it } from "vitest"
import type { DeskCommand } from "@otklik/core"
import { answered, openTown, submitted, type Town } from "./town.ts"

type Draft = Pick<Extract<DeskCommand, { type: "submit-draft" }>, "replyKind" | "outcome" | "waitMinutes">

/** What is told of a request now, and whether the filter by status finds it where it says that it is. */
async function told(town: Town, number: string): Promise<string> {
  const read = async (path: string) => (await (await town.get(path)).json()) as [{ status: string; status_notes: string }?]
  const [view] = await read(`/requests/${number}.json`)
  return view === undefined ? "" : `${view.status}: ${view.status_notes}`
}

/** Plays steps, and gives what was told after each. */
async function played(statuses: "georeport" | "fixmystreet", steps: readonly (DeskCommand | Draft)[], topic = "heating") {
  const town = await openTown({ handler: { statuses } })
  const { number, incidentId } = await submitted(town, { service_code: topic })
  const seen = [await told(town, number)]
  for (const step of steps) {
    town.clock.advance(1)
    if ("type" in step) await town.give(roles[step.type] ?? "moderator", { ...step, incidentId })
    else await answered(town, incidentId, step)
    seen.push(await told(town, number))
  }
  return { town, seen, number }
}

const roles: Readonly<Record<string, string>> = { take: "executor", refuse: "executor", "claim-fix": "executor" }
const incidentId = ""
const take: DeskCommand = { type: "take", incidentId }
const close: DeskCommand = { type: "close", incidentId, reason: "decision" }
const final = (outcome: NonNullable<Draft["outcome"]>): Draft => ({ replyKind: "final", outcome })

describe("statuses of FixMyStreet", () => {
  it("says fixed only where somebody says that it is, and never a plain closed", async () => {
    const ends = [
      [final({ value: "explained" }), "no_further_action"],
      [final({ value: "cannot-fix", reason: "нет трубы" }), "no_further_action"],
      [final({ value: "not-competent", competent: "РЖД" }), "not_councils_responsibility"],
      [final({ value: "fix-claimed" }), "fixed"],
    ] as const
    for (const [answer, status] of ends) {
      const { seen } = await played("fixmystreet", [take, answer, close])
      expect(seen.map((line) => line.split(":")[0])).toEqual(["open", "in_progress", status, status])
    }
  })

  it("follows the whole way", async () => {
    const { seen } = await played("fixmystreet", [
      { type: "refuse", incidentId, reason: "не наше" },
      { type: "assign", incidentId, authorityId: "heat", why: "ваше" },
      take,
      { replyKind: "clarify", waitMinutes: 60 },
      { type: "end-wait", incidentId, cause: "decision" },
      { replyKind: "interim", outcome: { value: "unknown", noDateReason: "ждём трубу" } },
      { replyKind: "interim", outcome: { value: "planned", until: "2026-12-10T00:00:00Z" } },
      final({ value: "fix-claimed" }),
      { type: "refute-fix", incidentId, basis: "inspector" },
    ])
    expect(seen).toEqual([
      "open: Assigned to: Теплосеть.",
      "internal_referral: The body in charge has returned it. Another one is being found.",
      "open: Assigned to: Теплосеть.",
      "in_progress: Work has begun.",
      "investigating: The author was asked a question.",
      "in_progress: Work has begun.",
      "investigating: Answered. There is no date for the fix yet.",
      "action_scheduled: The fix is promised by 2026-12-10.",
      "fixed: The body in charge reports it as fixed.",
      expect.stringMatching(/^open: /) as string,
    ])
  })

  it("calls what nobody owns a case for triage, and what another works on a duplicate", async () => {
    const { town, seen, number } = await played("fixmystreet", [], "pits")
    expect(seen).toEqual(["for_triage: Registered. A responsible body is being found."])
    const other = await submitted(town, { description: "Та же яма", service_code: "pits" })
    const { incidents } = await town.desk.find({ numbers: [Number(number)] }, { actor: { id: "moderator", kind: "person" } })
    await town.give("moderator", { type: "merge", incidentId: other.incidentId, into: incidents[0]?.incident.incidentId ?? "" })
    expect(await told(town, other.number)).toBe("duplicate: Handled together with another request.")
  })
})

describe("statuses of GeoReport", () => {
  it("are open until handling ends: an answer does not end it", async () => {
    const { seen, town } = await played("georeport", [take, final({ value: "explained" }), close])
    expect(seen).toEqual([
      "open: Assigned to: Теплосеть.",
      "open: Work has begun.",
      "open: Answered with an explanation.",
      "closed: Answered with an explanation. Closed.",
    ])
    const find = async (status: string) => (await (await town.get(`/requests.json?status=${status}`)).json()) as readonly unknown[]
    expect([(await find("open")).length, (await find("closed")).length, (await find("open,closed")).length]).toEqual([0, 1, 1])
  })

  it("stay closed while a later word is answered, for lists by status too", async () => {
    const { seen, town, number } = await played("georeport", [take, final({ value: "explained" }), close])
    expect(seen.at(-1)).toMatch(/^closed/)
    await town.post("/servicerequestupdates.xml", { service_request_id: number, description: "А когда?" })
    const { incidents } = await town.desk.find({}, { actor: { id: "moderator", kind: "person" } })
    const [found] = incidents
    await town.give("executor", {
      type: "submit-draft",
      incidentId: found?.incident.incidentId ?? "",
      text: "Скоро",
      replyKind: "follow-up",
    })
    expect(await told(town, number)).toMatch(/^closed/)
    const find = async (status: string) => (await (await town.get(`/requests.json?status=${status}`)).json()) as readonly unknown[]
    expect([(await find("open")).length, (await find("closed")).length]).toEqual([0, 1])
  })
})

describe("GET servicerequestupdates", () => {
  type Update = Readonly<Record<string, string | null>>
  const updates = async (town: Town, query = "") =>
    (await (await town.get(`/servicerequestupdates.json?${query}`)).json()) as readonly Update[]

  it("lists each change of what is told, oldest first, with ids that never change", async () => {
    const { town } = await played("fixmystreet", [take, final({ value: "explained" })])
    const all = await updates(town)
    expect(all.map((update) => [update["status"], update["updated_datetime"], update["description"]])).toEqual([
      ["open", "2026-11-24T01:00:00Z", "Assigned to: Теплосеть."],
      ["in_progress", "2026-11-24T01:01:00Z", "Work has begun."],
      ["no_further_action", "2026-11-24T01:02:00Z", "Answered with an explanation."],
    ])
    for (const { update_id: id } of all) expect(id).toMatch(/^1-\d+$/)
    const between = await updates(town, "start_date=2026-11-24T01:01:00Z&end_date=2026-11-24T01:01:00Z")
    expect(between).toEqual([all[1]])
    const later = await updates(town, "start_date=2026-11-24T01:01:01Z&end_date=2026-11-24T09:00:00Z")
    expect(later).toEqual([all[2]])
  })

  it("says nothing of what the office does within itself", async () => {
    const { town } = await played("fixmystreet", [take])
    const before = await updates(town)
    const { incidents } = await town.desk.find({}, { actor: { id: "moderator", kind: "person" } })
    await town.give("moderator", { type: "add-note", incidentId: incidents[0]?.incident.incidentId ?? "", text: "Позвонить" })
    expect(await updates(town)).toEqual(before)
  })

  it("takes both dates or none", async () => {
    const town = await openTown()
    expect((await town.get("/servicerequestupdates.json?start_date=2026-11-24T01:01:00Z")).status).toBe(400)
    expect((await town.get("/servicerequestupdates.json?end_date=2026-11-24T01:01:00Z")).status).toBe(400)
  })
})
