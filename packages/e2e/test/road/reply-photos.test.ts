import type { DeskOptions } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, complaint, executor, only, moderator } from "./road.ts"

const url = "https://photos.example.org/fixed.jpg"
const jpeg = { "content-type": "image/jpeg" }

/** A desk with one incident in work, whose photos are served by a function. */
async function setUp(serve: (request: Request) => Response | Promise<Response>, photos: object = {}) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    asked.push(`${request.redirect} ${request.url}`)
    return serve(request)
  }
  const replies: DeskOptions["replies"] = { photos: { hosts: ["photos.example.org"], fetch, ...photos } }
  const road = await buildRoad(createMemoryStorage, { replies })
  road.network.messages.push(complaint(undefined, "vk:-1_1"))
  await road.desk.pull()
  const { incidentId } = (await only(road)).incident
  const proof = { evidenceId: "evi_1", shows: "fix", contentHash: "a".repeat(64) } as const
  await road.desk.execute({ type: "take", incidentId }, { actor: executor })
  await road.desk.execute({ type: "attach-evidence", incidentId, ...proof }, { actor: executor })
  const draft = async (photoUrls: string[], desk = road.desk) => {
    const reply = { text: "Heat is back.", replyKind: "final", outcome: { value: "fix-claimed" } } as const
    const { incident } = await desk.execute({ type: "submit-draft", incidentId, ...reply, photoUrls }, { actor: executor })
    if (incident.status !== "reply-review") throw new Error("the draft was not taken")
    return incident.draft
  }
  const approve = async ({ draftId, textHash }: Awaited<ReturnType<typeof draft>>) =>
    road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
  return { ...road, incidentId, asked, draft, approve }
}

describe("the photos of a reply", () => {
  it("are fetched when the draft is submitted, pinned by their hash, and handed over as they were approved", async () => {
    const { draft, approve, desk, network, storage, asked } = await setUp(() => new Response("picture A", { headers: jpeg }))
    const drafted = await draft([url])
    const [stored] = await storage.read("draft", [drafted.draftId])
    expect(stored?.photos).toEqual([{ url, contentHash: sha256("picture A") }])
    expect(asked).toEqual([`manual ${url}`])
    await approve(drafted)
    await desk.publish()
    const [photo] = network.asked.replies[0]?.photos ?? []
    expect(photo?.contentHash).toBe(sha256("picture A"))
    const { bytes = new Uint8Array(), type } = (await photo?.read()) ?? {}
    expect([Buffer.from(bytes).toString(), type]).toEqual(["picture A", "image/jpeg"])
  })

  it("are part of what an approval names: another picture, another hash", async () => {
    const hashes: string[] = []
    for (const picture of ["picture A", "picture B"]) {
      const { draft } = await setUp(() => new Response(picture, { headers: jpeg }))
      hashes.push((await draft([url])).textHash)
    }
    expect(new Set([...hashes, sha256("Heat is back.")]).size).toBe(3)
  })

  it("are not published when they were changed after the approval: the incident is back with the approver, and says why", async () => {
    let picture = "picture A"
    const { draft, approve, desk, storage, network, incidentId } = await setUp(() => new Response(picture, { headers: jpeg }))
    await approve(await draft([url]))
    picture = "picture B, which nobody approved"
    expect(await desk.publish()).toEqual({ published: 0, refused: 1, postponed: 0 })
    expect(network.standing).toEqual([])
    const events = (await storage.readEvents(null, 100)).map(({ event }) => event)
    expect(events.at(-1)).toMatchObject({ type: "reply-refused", reason: expect.stringContaining("changed after it was approved") })
    expect((await desk.case(incidentId, { actor: moderator }))?.incident.state.status).toBe("reply-review")
  })

  it("wait for a server that is away", async () => {
    let isAway = false
    const { draft, approve, desk } = await setUp(() =>
      isAway ? new Response(null, { status: 503 }) : new Response("picture A", { headers: jpeg }),
    )
    await approve(await draft([url]))
    isAway = true
    expect(await desk.publish()).toEqual({ published: 0, refused: 0, postponed: 1 })
  })

  it.each([
    ["http://127.0.0.1/latest/meta-data", "127.0.0.1"],
    ["http://[::1]/a.jpg", "[::1]"],
    ["https://photos.example.org:8443/a.jpg", "photos.example.org:8443"],
    ["https://photos.example.org.attacker.example/a.jpg", "attacker.example"],
    ["https://photos.example.org@attacker.example/a.jpg", "attacker.example"],
  ])("are asked of no other host: %s", async (elsewhere, host) => {
    const { draft, asked } = await setUp(() => new Response("picture A", { headers: jpeg }))
    await expect(draft([url, elsewhere])).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path: "photoUrls[1]", message: expect.stringContaining(host) }] },
    })
    expect(asked).toEqual([`manual ${url}`])
  })

  it.each([
    ["redirects", () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1/" } }), "redirects are not followed"],
    ["pages", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "a photo was expected"],
    ["what is gone", () => new Response(null, { status: 404 }), "status 404"],
    ["too many bytes", () => new Response("12345678901", { headers: jpeg }), "at most 10 bytes"],
    ["too many bytes told", () => new Response("1", { headers: { ...jpeg, "content-length": "11" } }), "at most 10 bytes"],
  ])("are no %s", async (_, serve, message) => {
    const { draft } = await setUp(serve, { maxBytes: 10 })
    await expect(draft([url])).rejects.toThrow(message)
  })

  it("are refused where the host names no hosts", async () => {
    const { draft, restart } = await setUp(() => new Response("picture A", { headers: jpeg }))
    await expect(draft([url], restart({ replies: {} }))).rejects.toThrow("names the hosts that photos are fetched from")
  })
})
