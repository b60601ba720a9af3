import { createRoleAuthorisation, isDeskError, type DeskOptions } from "@otklik/core"
import type { ComposeRequest } from "@otklik/core/desk"
import { createReplyLint } from "@otklik/core/replies"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, moderator, only } from "./road.ts"

const templates = [
  { id: "any", text: "{authority} answers. Phone: {phone}." },
  { id: "heat-planned", version: "2025", text: "Old words.", appliesTo: { topics: ["heating"] }, validTo: "2026-01-01T00:00:00.000Z" },
  {
    id: "heat-planned",
    version: "2026",
    text: "{authority}: «{topic}» №{number}, until {promisedDay}. Worker: {worker}. Phone: {phone}.",
    appliesTo: { topics: ["heating"], outcomes: ["planned" as const] },
    validFrom: "2026-01-01T00:00:00.000Z",
  },
]
const guidance = [
  {
    id: "heat-meanwhile",
    topic: "heating",
    ownerId: "heat",
    text: "Call the dispatcher.",
    contacts: [{ title: "Dispatcher", value: "112" }],
  },
  { id: "ended", topic: "heating", ownerId: "heat", text: "Winter is over.", validTo: "2026-05-01T00:00:00.000Z" },
  { id: "pits", topic: "roads", ownerId: "roads", text: "Drive around it." },
]
const planned = { value: "planned", until: "2026-11-30T14:59:59.999Z" } as const

async function build(change: Partial<DeskOptions> = {}, capabilities: object = {}) {
  const road = await buildRoad(createMemoryStorage)
  road.network.messages.push(complaint())
  const { connector } = road.network
  const desk = road.restart({
    connectors: [{ ...connector, capabilities: { ...connector.capabilities, ...capabilities } }],
    replies: {
      templates,
      zone: "Asia/Chita",
      lint: createReplyLint({ severities: { "no-greeting": "off", "too-short": "off", "other-subject": "off" } }),
    },
    guidance,
    routing: {
      authorities: [
        { id: "heat", title: "Heat", kind: "utility", contact: { phone: "8 (3022) 00-00-12" } },
        { id: "roads", title: "Roads", kind: "administration" },
      ],
      territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
      rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    ...change,
  })
  await desk.pull()
  const { incidentId } = (await only({ desk: road.desk })).incident
  const compose = async (request: ComposeRequest) => {
    const composed = await desk.compose(incidentId, request, { actor: executor })
    if (composed === undefined) throw new Error("the incident is gone")
    return composed
  }
  return { ...road, desk, incidentId, compose }
}

const pathsOf = async (act: Promise<unknown>): Promise<readonly string[]> =>
  act.then(
    () => [],
    (error: unknown) => (isDeskError(error, "config") ? error.details.issues.map(({ path }) => path) : [String(error)]),
  )

describe("desk.compose", () => {
  it("fills the template that fits best with what the desk knows, and names what is missing", async () => {
    const { compose, storage, incidentId } = await build()
    const before = await storage.readCase(incidentId)
    const composed = await compose({ replyKind: "interim", outcome: planned })
    expect(composed.text).toBe("Heat: «Heating» №1, until 30 November 2026. Worker: {worker}. Phone: 8 (3022) 00-00-12.")
    expect(composed).toMatchObject({ template: { id: "heat-planned", version: "2026" }, missing: ["worker"] })
    expect(composed.choice?.passed.map(({ templateId, version, why }) => `${templateId} ${version}: ${why}`)).toEqual([
      "any 1: fits, with fewer conditions",
      "heat-planned 2025: valid only before 2026-01-01T00:00:00.000Z",
    ])
    // A hole in a public text is an error of the lint, which keeps the draft back.
    expect(composed.findings.map(({ code, network }) => [code, network])).toEqual([["placeholder", null]])
    expect(await storage.readCase(incidentId)).toEqual(before)
  })

  it("takes the facts of the person who writes before its own", async () => {
    const { compose } = await build()
    const facts = { worker: "Brigade 2", phone: "112", promisedDay: { day: "2026-12-01T00:00:00.000Z" } }
    const composed = await compose({ templateId: "heat-planned", replyKind: "interim", outcome: planned, facts })
    expect(composed).toMatchObject({ missing: [], choice: null })
    expect(composed.text).toContain("until 1 December 2026. Worker: Brigade 2. Phone: 112.")
    // Another day than the promise: the lint sees it before an approver has to.
    expect(composed.findings.map(({ code }) => code)).toContain("other-date")
  })

  it("is what submit-draft takes: a composed text without errors is accepted", async () => {
    const { compose, desk, incidentId } = await build()
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const reply = { replyKind: "interim", outcome: planned } as const
    const { text } = await compose({ ...reply, facts: { worker: "Brigade 2" } })
    const { incident } = await desk.execute({ type: "submit-draft", incidentId, text, ...reply }, { actor: executor })
    expect(incident.status).toBe("reply-review")
  })

  it("shows a guidance text whole, and refuses one of another topic or time", async () => {
    const { compose } = await build()
    const composed = await compose({ guidanceId: "heat-meanwhile", replyKind: "guidance" })
    expect(composed.text).toBe("Call the dispatcher.\nDispatcher: 112")
    expect(await pathsOf(compose({ guidanceId: "ended", replyKind: "guidance" }))).toEqual(["guidanceId"])
    expect(await pathsOf(compose({ guidanceId: "pits", replyKind: "guidance" }))).toEqual(["guidanceId"])
  })

  it("tells what each network takes of the text that is for it, links and length", async () => {
    const { compose, desk, incidentId } = await build({}, { replyLimit: 60, replyLinks: false })
    const text = `Heat: see https://example.org/heat or call 8 (3022) 00-00-12. ${"Words. ".repeat(9)}`
    const usual = await compose({ text, replyKind: "final", outcome: { value: "explained" } })
    expect(usual.targets).toEqual([{ network: "vk", length: text.length, limit: 60, links: false, photos: true, isAutomatic: true }])
    expect(usual.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(["too-long", "link-forbidden"]))
    const short = "Heat is back. Call 8 (3022) 00-00-12."
    const own = await compose({ text, variants: [{ network: "vk", text: short }], replyKind: "final", outcome: { value: "explained" } })
    expect(own.targets).toMatchObject([{ network: "vk", length: short.length }])
    expect(own.findings).toEqual([])
    // A link that the network forbids would leave the reply to a person after it was approved: it is refused before.
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const linked = { type: "submit-draft", incidentId, text: "Heat: https://example.org/heat", replyKind: "final" } as const
    const submitted = desk.execute({ ...linked, outcome: { value: "explained" } }, { actor: executor })
    expect(await pathsOf(submitted)).toEqual(["text"])
  })

  it("says where no connector replies, and a person publishes", async () => {
    const { compose } = await build({}, { reply: false })
    const composed = await compose({ text: "Heat is back.", replyKind: "final" })
    expect(composed.targets).toEqual([{ network: "vk", length: 13, limit: null, links: true, photos: true, isAutomatic: false }])
  })

  it("asks the speller of the host, of each text", async () => {
    const speller = {
      check: async (text: string) =>
        Array.from(text.matchAll(/heet/g), ({ index }) => ({ span: { start: index, end: index + 4 }, suggestions: ["heat"] })),
    }
    const { compose } = await build({ replies: { speller } })
    const composed = await compose({ text: "The heet is back.", variants: [{ network: "vk", text: "heet!" }], replyKind: "final" })
    expect(composed.spelling).toEqual([
      { network: null, span: { start: 4, end: 8 }, suggestions: ["heat"] },
      { network: "vk", span: { start: 0, end: 4 }, suggestions: ["heat"] },
    ])
  })

  it("leaves the text empty where no template fits, and says so", async () => {
    const { compose } = await build({ replies: {} })
    expect(await compose({ replyKind: "final" })).toMatchObject({ text: "", template: null, choice: { why: "there are no templates" } })
  })

  it("refuses two sources, a template that is not there or not valid now, and a field that is none", async () => {
    const { compose } = await build()
    expect(await pathsOf(compose({ text: "a", templateId: "any", replyKind: "final" }))).toEqual(["text"])
    expect(await pathsOf(compose({ templateId: "anny", replyKind: "final" }))).toEqual(["templateId"])
    const unknown = { text: "a", replyKind: "final", template: "any" } as ComposeRequest
    expect(await pathsOf(compose(unknown))).toEqual(["template"])
    const old = await build({ replies: { templates: templates.slice(1, 2) } })
    expect(await pathsOf(old.compose({ templateId: "heat-planned", replyKind: "final" }))).toEqual(["templateId"])
  })

  it("is for whoever may read the incident, and knows no other", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => (id === "executor-1" ? [{ role: "executor", authorityIds: ["roads"] }] : [{ role: "moderator" }]),
    })
    const { desk, incidentId, compose } = await build({ authorisation })
    await expect(compose({ text: "a", replyKind: "final" })).rejects.toMatchObject({ code: "forbidden" })
    const mine = await desk.compose(incidentId, { text: "a", replyKind: "final" }, { actor: moderator })
    expect(mine?.text).toBe("a")
    expect(await desk.compose("inc_nowhere", { text: "a", replyKind: "final" }, { actor: moderator })).toBeUndefined()
  })

  it("refuses a desk whose templates name topics and owners that there are not, or two editions of one moment", async () => {
    const withTemplates = async (...given: object[]) => pathsOf(build({ replies: { templates: given as typeof templates } }))
    expect(await withTemplates({ id: "a", text: "a", appliesTo: { topics: ["heat"] } })).toEqual([
      "replies.templates[0].appliesTo.topics[0]",
    ])
    expect(await withTemplates({ id: "a", text: "a", appliesTo: { authorityIds: ["x"] } })).toEqual([
      "replies.templates[0].appliesTo.authorityIds[0]",
    ])
    expect(await withTemplates({ id: "a", text: "a" }, { id: "a", version: "2", text: "b" })).toEqual(["replies.templates[1].id"])
  })
})
