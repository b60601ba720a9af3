import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
// #region page
import { createDesk } from "@otklik/core"
import { createStatusPage } from "@otklik/core/citizens"
import { statusWordingRu } from "@otklik/locale-ru"
// #endregion page
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const message = buildMessage({ key: "vk:-1_1", text: "Во дворе не горят фонари" })
const archive = createArchiveConnector({
  id: "archive:day",
  sources: [
    {
      id: "day",
      open: async function* () {
        yield JSON.stringify(message)
      },
    },
  ],
})
const usual = {
  storage: createMemoryStorage(),
  connectors: [archive],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: {
    authorities: [{ id: "light", title: "Горсвет", kind: "utility" as const }],
    territories: [],
    rules: [{ id: "lamps", when: { topics: ["lamps"] }, assign: { authorityId: "light" } }],
  },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock,
}

// #region page
const desk = createDesk({
  ...usual, // storage, connectors, rules and the rest
  survey: {
    delayMinutes: 1440, // a day after the final reply
    text: "Помогли ли вам? Ответьте в два нажатия: {surveyUrl}",
    url: "https://help.example.org/s/{code}",
  },
})
const page = createStatusPage(desk, {
  baseUrl: "https://help.example.org",
  wording: statusWordingRu,
  zone: "Asia/Chita",
  office: "Центр управления регионом",
})
// #endregion page

await desk.pull()
const [first] = (await desk.find({}, { limit: 1 })).incidents
assert.ok(first !== undefined)
const { incidentId } = first.incident

// #region code
const code = await desk.statusCode(incidentId)
const response = await page(new Request(`https://help.example.org/s/${code}`))
// #endregion code
assert.equal(response.status, 200)
assert.match(await response.text(), /Отвечает: Горсвет/)
assert.equal((await page(new Request("https://help.example.org/s/1-aaaaaaaaaaaaaaaa"))).status, 404)

await desk.execute({ type: "take", incidentId }, { actor: { kind: "person", id: "executor" } })
const drafted = await desk.execute(
  { type: "submit-draft", incidentId, text: "Починили.", replyKind: "final", outcome: { value: "fix-claimed" } },
  { actor: { kind: "person", id: "executor" } },
)
assert.ok(drafted.incident.status === "reply-review")
const { draftId, textHash } = drafted.incident.draft
const approver = { kind: "person", id: "approver" } as const
await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
const publication = { replyKey: "vk:-1_1_2", url: "https://vk.com/wall-1_1?reply=2", publishedAt: clock.now() }
await desk.execute({ type: "record-publication", incidentId, draftId, messageKey: "vk:-1_1", ...publication }, { actor: approver })

// #region survey
const { isNew } = await desk.recordSurvey({ code, score: 2, isFixed: false })
// #endregion survey
assert.equal(isNew, true)
