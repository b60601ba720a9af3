import { createOkConnector } from "@otklik/connector-ok"
import { createDesk, type Connector } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { describe, expect, it } from "vitest"
import { createFlowingClock } from "../../../testkit/test/network/flowing-clock.ts"

const actor = { id: "a", kind: "person" } as const

/** Two groups of one OK, a connector for each, and a topic in each. */
function setUp(order: (connectors: Connector[]) => Connector[]) {
  const clock = createFlowingClock("2026-11-24T03:00:00.000Z")
  const ok = createNetworkSimulator("ok", { clock })
  const citizenId = ok.addAccount({ kind: "person", name: "Пётр Заявителев" })
  const groups = ["Администрация", "Коммунальная служба"].map((name) => ok.addAccount({ kind: "official", name }))
  const connectors = groups.map((groupId) =>
    createOkConnector({
      clock,
      fetch: ok.fetch,
      random: () => 0.5,
      applicationKey: ok.application?.key ?? "",
      applicationSecret: ok.application?.secret ?? "",
      token: ok.issueToken({ kind: "account", accountId: groupId }),
      groups: [{ groupId }],
      reply: { groupId },
    }),
  )
  const storage = createMemoryStorage()
  const desk = createDesk({
    storage,
    connectors: order(connectors),
    rules: [{ id: "pit", query: "яма", topic: "roads" }],
    routing: {
      authorities: [{ id: "roads", title: "Roads", kind: "administration" }],
      territories: [],
      rules: [{ id: "all", when: {}, assign: { authorityId: "roads" } }],
    },
    policies: [],
    authorKey: new Uint8Array(32).fill(7),
    clock,
  })
  const topics = groups.map((accountId) => ok.publish({ accountId, authorId: citizenId, text: "Большая яма", at: clock.now() }))
  return { clock, ok, groups, topics, storage, desk }
}

describe("one desk with a connector for each of two groups", () => {
  it.each([
    ["in one order", (connectors: Connector[]) => connectors],
    ["in the other", (connectors: Connector[]) => connectors.toReversed()],
  ])("answers each group's topic as this group, %s", async (_, order) => {
    const { clock, ok, groups, topics, storage, desk } = setUp(order)
    clock.advance(10)
    expect((await desk.pull()).failures).toEqual([])
    const { incidents } = await desk.find({}, { limit: 10 })
    expect(new Set(incidents.map(({ incident }) => incident.messageKeys[0]))).toEqual(new Set(topics))
    for (const { incident } of incidents) {
      const { incidentId, messageKeys } = incident
      await desk.execute({ type: "take", incidentId }, { actor })
      const text = "Яму засыпали, проверьте."
      const draft = { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } } as const
      const { incident: drafted } = await desk.execute(draft, { actor: { ...actor, id: "drafter" } })
      if (drafted.status !== "reply-review") throw new Error(drafted.status)
      const { draftId } = drafted.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash: sha256(text) }, { actor })
      const groupId = groups[topics.indexOf(messageKeys[0] ?? "")]
      expect(await storage.readOutbox(incidentId)).toMatchObject([{ connectorId: `ok:group${groupId}`, state: "planned" }])
    }
    expect(await desk.publish()).toEqual({ published: 2, refused: 0, postponed: 0 })
    const answered = ok.replies().map(({ under, accountId }) => `${under} by ${accountId}`)
    expect(answered.toSorted()).toEqual(topics.map((topic, index) => `${topic} by ${groups[index]}`).toSorted())
  })
})
