import { loadOne } from "@otklik/core/storage"
import { isDeskError, type Actor } from "@otklik/core"
import { createReplyLint } from "@otklik/core/replies"
import { replyLanguageRu, russian } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, complaint, executor, only, storages, moderator } from "./road.ts"

const lint = createReplyLint({ language: replyLanguageRu, locale: russian() })
const clean = "Здравствуйте! Heat: батареи холодные из-за насоса, насос заменён, отопление дано 24 ноября. Телефон 8 (3022) 00-00-12."
const leaking = "Здравствуйте! Heat: отопление дано 24 ноября. Слесарь: 8 914 000 11 22."
const why = "the resident published this number herself"

describe.each(storages.slice(0, 2))("the check of replies on %s", (_, open) => {
  const build = async (contacts: readonly string[] = []) => {
    const road = await buildRoad(open, { replies: { lint, zone: "Asia/Chita", contacts: [...contacts] } })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    const { incidentId } = incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const submit = (text: string, more: object = {}) =>
      road.desk.execute(
        { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" }, ...more },
        { actor: executor },
      )
    return { ...road, incidentId, submit }
  }
  const issuesOf = async (act: Promise<unknown>) => {
    const error = await act.then(
      () => undefined,
      (caught: unknown) => caught,
    )
    return isDeskError(error, "config") ? error.details.issues : []
  }

  it("refuses a draft that holds a person's number, and says where", async () => {
    const { submit, desk, incidentId } = await build()
    const issues = await issuesOf(submit(leaking))
    expect(issues.map(({ path, span }) => [path, span && leaking.slice(span.start, span.end)])).toEqual([["text", "8 914 000 11 22"]])
    expect(issues[0]?.message).toContain("personal-data")
    expect((await desk.case(incidentId, { actor: moderator }))?.incident.state.status).toBe("in-work")
  })

  it("checks the texts for single networks as well", async () => {
    const { submit } = await build()
    const issues = await issuesOf(submit(clean, { variants: [{ network: "vk", text: leaking }] }))
    expect(issues.map(({ path }) => path)).toEqual(["variants[0].text"])
  })

  it("lets a published contact pass", async () => {
    const { submit } = await build(["+7 914 000-11-22"])
    expect((await submit(leaking)).incident.status).toBe("reply-review")
  })

  it("goes on where somebody answers for the finding, and keeps who and why in the log", async () => {
    const { submit, storage, desk, incidentId } = await build()
    const { incident, findings } = await submit(leaking, { override: { codes: ["personal-data"], why } })
    expect(findings?.map(({ code }) => code)).toContain("personal-data")
    const { events } = await loadOne(storage, incidentId)
    expect(events.find(({ type }) => type === "draft-submitted")).toMatchObject({ override: { codes: ["personal-data"], why } })
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    // The approver is shown what the drafter answered for, and need not repeat it.
    const { draftId, textHash } = incident.draft
    const approved = await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    expect(approved.findings?.map(({ code }) => code)).toContain("personal-data")
  })

  it("an override of one finding does not hide another", async () => {
    const { submit } = await build()
    const issues = await issuesOf(submit(`${leaking} {ФИО}`, { override: { codes: ["personal-data"], why } }))
    expect(issues.map(({ message }) => message.split(":")[0])).toEqual(["placeholder"])
  })

  it("looks again at the approval, when the host's rules have become stricter since", async () => {
    const road = await build()
    const { incident } = await road.submit(`${clean} Скоро позвоним.`)
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const { incidentId } = road
    const { draftId, textHash } = incident.draft
    const strict = createReplyLint({
      language: replyLanguageRu,
      locale: russian(),
      phrases: [{ id: "no-soon", query: "=скоро", severity: "error", sentence: "say when" }],
    })
    const stricter = road.restart({ replies: { lint: strict, zone: "Asia/Chita" } })
    const approve = (more: object = {}) =>
      stricter.execute({ type: "approve-draft", incidentId, draftId, textHash, ...more }, { actor: approver })
    expect((await issuesOf(approve())).map(({ message }) => message)).toEqual(["phrase: say when"])
    const { events } = await approve({ override: { codes: ["phrase"], why: "agreed by telephone" } })
    expect(events.find(({ type }) => type === "draft-approved")).toMatchObject({
      override: { codes: ["phrase"], why: "agreed by telephone" },
    })
  })

  it("keeps with the draft what was found, without a word of it, and anew when it is approved", async () => {
    const { submit, restart, desk, incidentId } = await build()
    const text = "Здравствуйте! Ваше обращение про батареи передано в профильный отдел, телефон Heat 8 (3022) 00-00-12."
    const { incident } = await submit(text)
    const draftOf = async () => (await desk.case(incidentId, { actor: moderator }))?.drafts[0]
    expect((await draftOf())?.findings).toEqual([
      { code: "form-reply", severity: "warning", span: null, network: null },
      {
        code: "only-passed-on",
        severity: "warning",
        span: { start: text.indexOf("передано"), end: text.indexOf(" в профильный") },
        network: null,
      },
    ])
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const { draftId, textHash } = incident.draft
    const milder = createReplyLint({
      language: replyLanguageRu,
      locale: russian(),
      severities: { "only-passed-on": "note", "form-reply": "off" },
    })
    const later = restart({ replies: { lint: milder, zone: "Asia/Chita" } })
    const { events } = await later.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    expect(events.find(({ type }) => type === "draft-approved")).toMatchObject({ findings: ["only-passed-on"] })
    expect((await draftOf())?.findings.map(({ code, severity }) => [code, severity])).toEqual([["only-passed-on", "note"]])
  })

  it("counts form replies, and what was approved in spite of a finding, for the owner and the month", async () => {
    const { submit, desk, incidentId } = await build()
    const { incident } = await submit("Здравствуйте! Обращение про батареи передано в Heat, слесарь 8 914 000 11 22.", {
      override: { codes: ["personal-data"], why },
    })
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const { draftId, textHash } = incident.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    const period = { zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }
    const metrics = ["approved", "formReplies", "overridden"] as const
    const { tables } = await desk.report({ period, tables: [{ by: ["authority"], metrics }] })
    const [row] = tables[0]?.rows ?? []
    expect(row?.numbers).toMatchObject({ approved: 1, formReplies: 1, overridden: 1 })
    expect(row?.shares["formReplies"]).toEqual({ share: 1, of: 1 })
    expect(row?.shares["overridden"]).toEqual({ share: 1, of: 1 })
  })

  it("knows what three other incidents were told, once the clocks went, and keeps no word of it", async () => {
    const road = await buildRoad(open, { replies: { lint, zone: "Asia/Chita" } })
    const { desk, storage } = road
    await desk.tick()
    const text =
      "Здравствуйте! По батареям: слесарь Heat проверил стояк в подвале дома и открыл задвижку, тепло должно вернуться в каждую квартиру. Телефон 8 (3022) 00-00-12."
    const codes = async () => {
      const message = complaint()
      road.network.messages.push(message)
      await desk.pull()
      const { incidents } = await desk.find({ messageKey: message.key }, { limit: 1, actor: moderator })
      const incidentId = incidents[0]?.incident.incidentId ?? ""
      await desk.execute({ type: "take", incidentId }, { actor: executor })
      const { incident, findings } = await desk.execute(
        { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } },
        { actor: executor },
      )
      if (incident.status !== "reply-review") throw new Error("a draft was expected")
      const { draftId, textHash } = incident.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      await desk.tick()
      return findings?.map(({ code }) => code)
    }
    expect([await codes(), await codes(), await codes()]).toEqual([[], [], []])
    expect(await codes()).toEqual(["stock-text"])
    const learned = await storage.learned.readLearned("stock")
    expect(new TextDecoder().decode(learned?.body)).not.toMatch(/[а-яё]/iu)
  })

  it("what a model wrote is marked, and approved by another person, whatever the host allows", async () => {
    const road = await build()
    const madeBy = { provider: "town", modelId: "small", promptHash: "a".repeat(64) }
    const { incident, events } = await road.submit(clean, { madeBy })
    expect(events.find(({ type }) => type === "draft-submitted")).toMatchObject({ madeBy })
    expect((await road.desk.case(road.incidentId, { actor: moderator }))?.drafts[0]?.madeBy).toEqual(madeBy)
    if (incident.status !== "reply-review") throw new Error("a draft was expected")
    const { incidentId } = road
    const { draftId, textHash } = incident.draft
    // A host that lets drafters approve, and programs as well.
    const lax = road.restart({ drafterMayApprove: true, replies: { lint, zone: "Asia/Chita" } })
    const approve = (actor: Actor) =>
      lax.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor }).then(
        () => "approved",
        (error: unknown) => (isDeskError(error, "forbidden") ? error.details.reason : error),
      )
    expect(await approve(executor)).toBe("drafter-is-approver")
    expect(await approve({ id: "robot", kind: "system" })).toBe("approver-is-no-person")
    expect(await approve(approver)).toBe("approved")
  })

  it("gives warnings back and stops nothing", async () => {
    const { submit } = await build()
    const { findings } = await submit(`${clean} Решим в ближайшее время.`)
    expect(findings?.map(({ code, severity }) => `${code} ${severity}`)).toEqual(["vague-date warning"])
  })
})

describe("a desk without a lint", () => {
  it("checks nothing, and gives no findings", async () => {
    const [, open] = storages[0] ?? [
      "",
      () => {
        throw new Error("no storage")
      },
    ]
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incident } = await only(road)
    const { incidentId } = incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const submitted = await road.desk.execute(
      { type: "submit-draft", incidentId, text: leaking, replyKind: "final", outcome: { value: "explained" } },
      { actor: executor },
    )
    expect(submitted.findings).toEqual([])
  })

  it("refuses a lint that is none", async () => {
    const [, open] = storages[0] ?? [
      "",
      () => {
        throw new Error("no storage")
      },
    ]
    await expect(buildRoad(open, { replies: { lint: {} as never } })).rejects.toThrow(/replies\.lint/)
  })
})
