import { createDesk, type Connector, type DeskEventName } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { createFlowingClock } from "../../../testkit/test/network/flowing-clock.ts"
import { connectTo, networks, openPlace, type Place, type Waiting } from "./five-connectors.ts"

const executor = { id: "executor", kind: "person" } as const
const approver = { id: "approver", kind: "person" } as const
const told = ["reply-published", "late-reply-published", "reply-duplicated", "duplicate-retracted", "reply-unchecked"] as const

/**
 * Two workers on one storage and one network; a reply is approved and waits. `spoil` stands between the first one and
 * its connector.
 */
async function setUp(place: Place, clock: Waiting & { advance(minutes: number): void }, spoil: (connector: Connector) => Connector) {
  const storage = createMemoryStorage()
  const news: DeskEventName[] = []
  const open = (workerId: string, connector: Connector) => {
    const desk = createDesk({
      storage,
      connectors: [connector],
      rules: [{ id: "pit", query: "яма", topic: "roads" }],
      routing: {
        authorities: [{ id: "roads", title: "Roads", kind: "administration" }],
        territories: [],
        rules: [{ id: "all", when: {}, assign: { authorityId: "roads" } }],
      },
      policies: [],
      authorKey: new Uint8Array(32).fill(7),
      clock,
      workerId,
    })
    for (const name of told) desk.events.on(name, () => void news.push(name))
    return desk
  }
  const connect = () => connectTo(place, { clock, fetch: place.simulator.fetch })
  const [one, other] = [open("one", spoil(connect())), open("other", connect())]
  place.complain("Большая яма")
  clock.advance(1)
  expect((await other.pull()).failures).toEqual([])
  const { incidentId } = (await other.find({}, { limit: 1 })).incidents[0]?.incident ?? { incidentId: "" }
  await other.execute({ type: "take", incidentId }, { actor: executor })
  const text = "Яму засыпали, проверьте."
  const { incident } = await other.execute(
    { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } },
    { actor: executor },
  )
  if (incident.status !== "reply-review") throw new Error(incident.status)
  await other.execute({ type: "approve-draft", incidentId, draftId: incident.draft.draftId, textHash: sha256(text) }, { actor: approver })
  return {
    one,
    other,
    news,
    shown: () => place.simulator.replies().map(({ key }) => key),
    logged: async () => (await storage.get(incidentId))?.incident,
    outbox: async () => (await storage.readOutbox(incidentId)).map(({ state }) => state),
    /** Lets the read-backs of a quarter of an hour happen, a minute at a time. */
    async later() {
      for (let minute = 0; minute < 20; minute += 1) {
        clock.advance(1)
        await other.publish()
      }
    },
  }
}

type Crew = Awaited<ReturnType<typeof setUp>>

/** In the end the network shows the one reply that the log has, and nothing more is to be looked at. */
async function endsWell({ shown, logged, outbox, later }: Crew): Promise<void> {
  await later()
  const incident = await logged()
  expect(incident?.replies.map(({ replyKey }) => replyKey)).toEqual(shown())
  expect(shown()).toHaveLength(1)
  expect(incident?.duplicates.filter(({ retractedAt }) => retractedAt === null)).toEqual([])
  expect(await outbox()).toEqual(["published"])
}

describe.each(networks)("a worker that stands still over its lease on %s", (network, writing) => {
  const open = () => {
    const clock = createFlowingClock("2026-11-24T03:00:00.000Z")
    return { clock, place: openPlace(network, writing, clock) }
  }

  /**
   * Has the other worker take the reply over while the first one stands still before its write, with one of its two
   * guards, or none.
   */
  const stoodStill = async (guard: "question" | "signal" | "none"): Promise<Crew> => {
    const { clock, place } = open()
    const crew: { current?: Crew } = {}
    crew.current = await setUp(place, clock, (connector) => ({
      ...connector,
      async doReply(options) {
        const beforeWrite = async (): Promise<void> => {
          clock.advance(3)
          expect(await crew.current?.other.publish()).toMatchObject({ published: 1 })
          if (guard === "question") await options.beforeWrite?.()
        }
        if (connector.doReply === undefined) throw new Error("it must be able to reply")
        const { signal, ...rest } = options
        const call = guard === "signal" && signal !== undefined ? { ...rest, signal } : rest
        return connector.doReply({ ...call, beforeWrite })
      },
    }))
    expect(await crew.current.one.publish()).toEqual({ published: 0, refused: 0, postponed: 0 })
    return crew.current
  }

  it.each(["question", "signal"] as const)(
    "writes nothing when it goes on: the %s tells that the reply is another worker's",
    async (guard) => {
      const crew = await stoodStill(guard)
      expect(crew.shown()).toHaveLength(1)
      await endsWell(crew)
      expect(crew.news).toEqual(["reply-published"])
    },
  )

  it("has its second reply told and deleted when its request had left the machine", async () => {
    const crew = await stoodStill("none")
    await endsWell(crew)
    // VK knows the key of the reply, and X takes one text once.
    const isDoubled = network !== "vk" && network !== "x"
    expect(crew.news).toEqual(["reply-published", ...(isDoubled ? (["reply-duplicated", "duplicate-retracted"] as const) : [])])
  })

  it("has a request that arrives a minute late told and deleted within minutes", async () => {
    const { clock, place } = open()
    const crew = await setUp(place, clock, (connector) => connector)
    place.simulator.inject({ kind: "late", operation: writing })
    expect(await crew.one.publish()).toMatchObject({ postponed: 1 })
    clock.advance(65 / 60)
    expect(await crew.one.publish()).toMatchObject({ published: 1 })
    expect(place.simulator.arriveLate()).toBe(1)
    await endsWell(crew)
  })
})
