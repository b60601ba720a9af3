import { loadOne } from "@otklik/core/storage"
import type { DeskCommand, DeskOptions } from "@otklik/core"
import { fingerprintOf, sha256, squareSide } from "@otklik/core/internal"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, moderator, storages } from "./road.ts"

/** A grey square with patches of its own, as a photo has; the same for the same number. */
function square(number: number): Uint8Array {
  let state = number * 7919 + 17
  const next = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
  const patches = Array.from(
    { length: 40 },
    () => [next() * squareSide, next() * squareSide, 10 + next() ** 2 * 90, (next() - 0.5) * 160] as const,
  )
  return Uint8Array.from({ length: squareSide * squareSide }, (_, cell) => {
    const [x, y] = [cell % squareSide, Math.floor(cell / squareSide)]
    const light = patches.reduce(
      (sum, [left, top, size, tone]) => sum + tone * Math.exp(-((x - left) ** 2 + (y - top) ** 2) / size ** 2),
      128,
    )
    return Math.max(0, Math.min(255, light))
  })
}

const squares = new Map([1, 2, 3].map((number) => [number, fingerprintOf(square(number))]))
const photoOf = (number: number, bytes = "bytes") => ({
  contentHash: sha256(`${bytes} ${number}`),
  photo: { fingerprint: squares.get(number) ?? null, captured: null, place: null },
})
const chita = { latitude: 52.0339, longitude: 113.4997, radiusKm: 12 }
const routing: DeskOptions["routing"] = {
  authorities: [{ id: "heat", title: "Heat", kind: "utility" }],
  territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"], center: chita }],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
}

describe.each(storages)("failure mode 24: a forged or reused photo as proof, on %s", (_, open) => {
  const build = async () => {
    const road = await buildRoad(open, { routing, evidence: { zone: "Asia/Chita" } })
    road.network.messages.push(complaint(), complaint())
    await road.desk.pull()
    const [one = "", other = ""] = (await road.desk.find({}, { limit: 9 })).incidents.map(({ facts }) => facts.incidentId)
    for (const incidentId of [one, other]) await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const attach = async (
      incidentId: string,
      evidenceId: string,
      given: Pick<Extract<DeskCommand, { type: "attach-evidence" }>, "contentHash" | "photo">,
      shows: "problem" | "fix" = "fix",
    ) => road.desk.execute({ type: "attach-evidence", incidentId, evidenceId, shows, ...given }, { actor: executor })
    return { ...road, one, other, attach }
  }

  it("is told when it was uploaded before for another incident, as the same file and as a copy of the picture", async () => {
    const { desk, one, other, attach } = await build()
    await attach(one, "before", photoOf(1), "problem")
    const honest = await attach(one, "after", photoOf(2))
    expect(honest.review?.doubts).toEqual([])
    const same = await attach(other, "again", photoOf(2))
    expect(same.review?.doubts).toMatchObject([
      { code: "used-elsewhere", facts: { incidentId: one, evidenceId: "after" } },
      { code: "no-before-view" },
    ])
    const copy = await attach(other, "anew", photoOf(2, "compressed anew"))
    // The piece before it is of this very incident, and no doubt.
    expect(copy.review?.doubts).toMatchObject([{ code: "looks-used-elsewhere", facts: { incidentId: one } }, { code: "no-before-view" }])
    expect(copy.incident.evidence).toMatchObject([
      { evidenceId: "again", doubts: ["used-elsewhere", "no-before-view"] },
      { evidenceId: "anew", doubts: ["looks-used-elsewhere", "no-before-view"] },
    ])
    const onFile = (await desk.case(other, { actor: moderator }))?.evidence
    expect(onFile?.map(({ evidenceId, doubts }) => [evidenceId, doubts.map(({ code }) => code)])).toEqual([
      ["again", ["used-elsewhere", "no-before-view"]],
      ["anew", ["looks-used-elsewhere", "no-before-view"]],
    ])
  })

  it("is told when the view after is the view before", async () => {
    const { one, attach } = await build()
    await attach(one, "before", photoOf(1), "problem")
    expect((await attach(one, "after", photoOf(1, "compressed anew"))).review?.doubts).toMatchObject([{ code: "same-as-before" }])
  })

  it("is told when it was taken before the complaint, or far from it; of time and place only the hour and a kilometre are stored", async () => {
    const { storage, one, attach } = await build()
    const captured = { wallClock: "2026-11-20T12:34:56", offset: null, satelliteAt: null }
    const place = { latitude: 51.123456, longitude: 114.987654 }
    const { contentHash, photo } = photoOf(3)
    const { review } = await attach(one, "old", { contentHash, photo: { ...photo, captured, place } })
    expect(review?.doubts.map(({ code }) => code)).toEqual(["no-before-view", "captured-before-complaint", "far-from-incident"])
    expect(review?.doubts[1]?.why).toBe("taken 2026-11-20T03:00:00.000Z, before the complaint of 2026-11-24T00:00:00.000Z")
    const stored = await storage.readEvidence({ incidentId: one, limit: 9 })
    expect(stored.evidence).toMatchObject([{ capturedAt: "2026-11-20T03:00:00.000Z", place: { latitude: 51.12, longitude: 114.99 } }])
    const everything = JSON.stringify([stored, (await loadOne(storage, one)).events, await storage.get(one)])
    for (const exact of ["12:34", "03:34", "51.123456", "114.987654"]) expect(everything).not.toContain(exact)
  })

  it("is no doubt between incidents that are one case, and never refuses anything", async () => {
    const { desk, one, other, attach } = await build()
    await attach(one, "before", photoOf(1), "problem")
    await attach(other, "theirs", photoOf(2))
    await desk.execute({ type: "merge", incidentId: other, into: one }, { actor: moderator })
    expect((await attach(one, "after", photoOf(2))).review?.doubts).toEqual([])
    const claimed = await desk.execute(
      { type: "submit-draft", incidentId: one, text: "Done.", replyKind: "final", outcome: { value: "fix-claimed" } },
      { actor: executor },
    )
    expect(claimed.incident.status).toBe("reply-review")
  })

  it("leaves open what cannot be looked at: a video, a file that says nothing", async () => {
    const { one, attach } = await build()
    const { review } = await attach(one, "video", { contentHash: sha256("video") }, "problem")
    expect(review).toMatchObject({ doubts: [], unchecked: [{ code: "no-look" }, { code: "no-capture-time" }, { code: "no-place" }] })
  })
})
