import {
  addMinutes,
  createRoleAuthorisation,
  deskCommandSchema,
  deskRoles,
  isDeskError,
  type Actor,
  type Case,
  type DeskCommand,
  type Grant,
  type Storage,
} from "@otklik/core"
import type { CaseAction } from "@otklik/core/desk"
import { isAnswer } from "@otklik/core/incident"
import { createMemoryStorage } from "@otklik/storage-memory"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, type Road } from "./road.ts"

type Type = DeskCommand["type"]
const types = deskCommandSchema.options.map(({ shape }) => shape.type.value)
const person = (id: string): Actor => ({ id, kind: "person" })

/** Every role, and rights that end at a topic, an owner, or at personal data. */
const grants: Readonly<Record<string, readonly Grant[]>> = {
  ...Object.fromEntries(deskRoles.map((role) => [role, [{ role, personalData: "author" } as const]])),
  everything: deskRoles.map((role) => ({ role, personalData: "author" })),
  elsewhere: [{ role: "moderator", topics: ["water"] }, { role: "analyst" }],
  blind: deskRoles.map((role) => ({ role, personalData: "none" })),
  heat: [{ role: "executor", authorityIds: ["heat"] }, { role: "analyst" }],
}
const people = Object.keys(grants)
const limited: readonly Grant[] = [{ role: "moderator", topics: ["water"] }]
const authorisation = createRoleAuthorisation({ grantsOf: (id) => (id === "limited" ? limited : (grants[id] ?? [])) })
const bodies = ["heat", "a", "b", "c", "d", "e", "f", "g", "h"]

const stored = new Error("it would have been stored")

async function openRoad() {
  const road = await buildRoad(() => createMemoryStorage(), {
    tags: [{ id: "winter", title: "Winter" }],
    handling: { maxRefusals: 2, refuseWithinMinutes: 60 },
    routing: {
      authorities: bodies.map((id) => ({ id, title: id, kind: "utility" as const })),
      territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
      rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
    },
    policies: [
      {
        id: "window",
        version: "1",
        goal: "objection",
        startsAt: "final-published",
        term: { minutes: 300, time: "wall" },
      },
    ],
    registration: "review",
  })
  road.network.messages.push(complaint(), complaint(), complaint())
  await road.desk.pull()
  const ids = (await road.desk.find({}, { actor: person("x"), limit: 10 })).incidents.map(({ incident }) => incident.incidentId)
  const [subject = "", candidate = "", registered = ""] = ids
  await road.desk.execute({ type: "register", incidentId: registered }, { actor: person("moderator") })
  const dry: Storage = { ...road.storage, commit: async () => Promise.reject(stored) }
  const guarded = road.restart({ authorisation })
  return { ...road, subject, candidate, registered, guarded, dry: road.restart({ storage: dry, authorisation }) }
}
type Opened = Awaited<ReturnType<typeof openRoad>>

/** A command that fits as well as any of its type can. */
function fitting(type: Type, { incident: { state }, replies, drafts }: Case, { candidate, registered }: Opened, variant = 0): DeskCommand {
  const { incidentId, messageKeys, messages } = state
  const id = { incidentId } as const
  const owners = "owners" in state ? state.owners.map(({ authorityId }) => authorityId) : []
  const fresh = { authorityId: bodies.find((body) => !owners.includes(body)) ?? "heat", why: "theirs" }
  const draft = "draft" in state ? state.draft : undefined
  const isOut = state.status === "publishing" || (state.status === "reply-review" && state.draft.approved)
  const waivable = messages.find(({ messageKey, role, waiver }) => {
    if (waiver !== null || role === "follow-up" || state.status === "merged") return true
    const under = state.replies.filter((reply) => reply.messageKey === messageKey)
    return !under.some(({ draftId, replyKind }) => (isOut ? draftId === draft?.draftId : isAnswer(replyKind)))
  })
  const messageKey = messageKeys[0] ?? ""
  const draftId = draft?.draftId ?? "none"
  const planned = replies.findLast(({ outboxId }) => outboxId !== undefined)
  const reply = { ...id, draftId, messageKey, ...(state.status === "publishing" || planned === undefined ? {} : keysOf(planned)) }
  switch (type) {
    case "register":
    case "take":
    case "unmerge":
    case "claim-fix":
      return { type, ...id }
    case "reject":
      return { type, ...id, reason: "advert" }
    case "dismiss":
      return { type, ...id, reason: "news" }
    case "restore":
      return { type, ...id, why: "a complaint after all" }
    case "assign":
    case "arbitrate":
    case "transfer":
      return { type, ...id, ...fresh }
    case "name-executor":
      return { type, ...id, executorId: "somebody" }
    case "add-note":
      return { type, ...id, text: "Call them." }
    case "tag":
      return { type, ...id, add: ["winter"] }
    case "set-place":
      return { type, ...id, place: { street: "Forest street" } }
    case "attach-evidence":
      return { type, ...id, evidenceId: `evi_${state.evidence.length}`, shows: "fix", contentHash: "a".repeat(64) }
    case "accept-offer":
      return { type, ...id, messageKey, index: 0, evidenceId: "evi_offer", shows: "problem", contentHash: "b".repeat(64) }
    case "submit-draft": {
      if (state.status === "converted") return { type, ...id, text: "Ask there.", replyKind: "redirect" }
      if (state.status === "closed") return { type, ...id, text: "We heard you.", replyKind: "follow-up", answers: [messageKey] }
      const final = { type, ...id, text: `Done ${drafts.length}.`, replyKind: "final" } as const
      if (state.status === "replied-final" || variant === 0) return { ...final, outcome: { value: "explained" } }
      if (variant === 1) return { ...final, outcome: { value: "fix-claimed" } }
      if (variant === 2) return { type, ...id, text: "Where is it?", replyKind: "clarify", waitMinutes: 60 }
      return { type, ...id, text: "Soon.", replyKind: "interim", outcome: { value: "unknown", noDateReason: "no crew" } }
    }
    case "approve-draft":
      return { type, ...id, draftId, textHash: draft?.textHash ?? "none" }
    case "return-draft":
      return { type, ...id, draftId, remark: "Name the day." }
    case "record-publication":
      return { type, ...reply, replyKey: `${reply.messageKey}_99`, url: "https://example.org/r", publishedAt: state.updatedAt }
    case "record-refusal":
      return { type, ...reply, reason: "comments are closed" }
    case "reclassify":
      return { type, ...id, kind: "question" }
    case "change-policy":
      return { type, ...id, mode: "recompute" }
    case "refuse":
      return { type, ...id, reason: "not ours" }
    case "extend-reply":
      return { type, ...id, draftId: ("standing" in state ? state.standing?.draftId : undefined) ?? "none" }
    case "approve-standing-reply": {
      const of = state.status === "publishing" ? state.draft : "standing" in state ? state.standing : null
      const scope = { topics: ["heating"], territoryIds: ["town"], until: addMinutes(state.updatedAt, 24 * 60) }
      return { type, ...id, draftId: of?.draftId ?? "none", textHash: of?.textHash ?? "none", ...scope }
    }
    case "end-standing-reply":
      return { type, ...id }
    case "waive-reply":
      return { type, ...id, messageKey: waivable?.messageKey ?? messageKey, reason: "no-answer-needed" }
    case "end-wait":
      return { type, ...id, cause: "decision" }
    case "confirm-fix":
    case "refute-fix":
      return { type, ...id, basis: "official" }
    case "reopen":
      return { type, ...id, cause: variant % 2 === 0 ? "repeat" : "supervisor-order" }
    case "convert":
      return { type, ...id, externalId: "appeal-1", channel: "reception" }
    case "merge":
    case "join":
      return { type, ...id, into: registered }
    case "split":
    case "register-repeat":
      return { type, ...id, messageKey: messages.find(({ isOwn }) => isOwn)?.messageKey ?? messageKey }
    case "link-repeat":
      return { type, ...id, repeatOf: candidate }
    case "note-deletion":
    case "note-closed-comments":
    case "erase":
      return { type, ...id, messageKey }
    case "close":
      return { type, ...id, reason: "decision" }
  }
}

function keysOf({ draftId, messageKey }: Pick<Case["replies"][number], "draftId" | "messageKey">) {
  return { draftId, messageKey }
}

/** What `execute` says to a command, without storing anything. */
async function outcomeOf(road: Opened, command: DeskCommand, actor: Actor): Promise<string> {
  const error: unknown = await road.dry.execute(command, { actor }).then(
    () => stored,
    (caught: unknown) => caught,
  )
  return isDeskError(error) ? error.code : error === stored ? "done" : `unexpected: ${String(error)}`
}

const refused = ["forbidden", "illegal-transition"]
/** Bonds ask for the other incident too, which `heat` may have lost by now. */
const bonds: readonly Type[] = ["merge", "unmerge", "join", "link-repeat"]

/** The differences between what is said to be allowed and what `execute` does, in one state. */
async function differencesOf(road: Opened, said: (actions: readonly CaseAction[]) => readonly CaseAction[]): Promise<readonly string[]> {
  const found = await road.desk.case(road.subject, { actor: person("everything") })
  if (found === undefined) throw new Error("the incident is gone")
  const differences: string[] = []
  for (const id of people) {
    const actor = person(id)
    const { actions = [] } = (await road.guarded.actions(road.subject, { actor })) ?? {}
    expect(actions.map(({ command }) => command)).toEqual(types)
    for (const action of said(actions)) {
      if (id === "heat" && bonds.includes(action.command)) continue
      const outcomes = await Promise.all(
        (action.command === "reopen" ? [0, 1] : [0]).map((variant) =>
          outcomeOf(road, fitting(action.command, found, road, variant), actor),
        ),
      )
      for (const outcome of outcomes) expect(outcome).not.toMatch(/^unexpected/)
      const isDone = outcomes.some((outcome) => !refused.includes(outcome))
      if (isDone !== action.allowed)
        differences.push(`${id} ${action.command} in ${found.incident.state.status}: ${outcomes.join()}, said ${JSON.stringify(action)}`)
      else if (!action.allowed) seen.add(`${action.command} ${action.why}`)
      else seen.add(`${action.command} allowed`)
    }
  }
  return differences
}

/** What came up at all, so that a walk that never leaves its first state is noticed. */
const seen = new Set<string>()

/** Ways through the life cycle, each a list of commands with a variant and minutes that pass before. */
const ways: readonly (readonly (readonly [Type, variant?: number, by?: string, minutes?: number])[])[] = [
  [["reject"], ["restore"], ["register"], ["dismiss"], ["restore"], ["merge"], ["unmerge"], ["convert"], ["submit-draft"]],
  [["register"], ["refuse"], ["assign"], ["refuse"], ["arbitrate"], ["take"], ["take", 0, "executor", 90]],
  [
    ["register"],
    ["take"],
    ["submit-draft", 0, "approver"],
    ["return-draft"],
    ["submit-draft", 2],
    ["approve-draft"],
    ["record-publication"],
  ],
  [
    ["register"],
    ["take"],
    ["attach-evidence"],
    ["submit-draft", 1, "inspector"],
    ["approve-draft"],
    ["record-publication"],
    ["close"],
    ["refute-fix", 0, "moderator", 400],
    ["reopen"],
  ],
  [
    ["register"],
    ["take"],
    ["submit-draft", 3],
    ["approve-draft"],
    ["record-refusal"],
    ["approve-draft"],
    ["approve-standing-reply", 0, "inspector"],
    ["record-publication"],
    ["submit-draft", 0],
    ["approve-draft"],
    ["waive-reply"],
    ["erase"],
    ["close"],
  ],
]

async function walk(road: Opened, way: number, steps: number, strays: readonly number[]): Promise<void> {
  const attempt = async (type: Type, variant: number, actor: Actor): Promise<void> => {
    const found = await road.desk.case(road.subject, { actor })
    if (found === undefined) throw new Error("the incident is gone")
    // What does not fit stays undone: the walk goes on from where it is.
    await road.desk.execute(fitting(type, found, road, variant), { actor }).catch((error: unknown) => {
      if (!isDeskError(error)) throw error
    })
  }
  for (const [type, variant = 0, by = "executor", minutes = 1] of (ways[way % ways.length] ?? []).slice(0, steps)) {
    road.clock.advance(minutes)
    await attempt(type, variant, person(type === "approve-draft" ? "supervisor" : by))
  }
  for (const stray of strays) {
    road.clock.advance(stray % 500)
    await attempt(types[stray % types.length] ?? "take", stray % 4, person(people[stray % people.length] ?? "moderator"))
  }
}

const walks = fc.record({
  way: fc.nat({ max: ways.length - 1 }),
  steps: fc.nat({ max: 12 }),
  strays: fc.array(fc.nat({ max: 10_000 }), { maxLength: 3 }),
})

describe("actions", () => {
  it("are allowed exactly where execute refuses neither as forbidden nor as an illegal transition", { timeout: 240_000 }, async () => {
    for (const [way, { length }] of ways.entries()) {
      const road = await openRoad()
      for (let step = 0; step <= length; step += 1) {
        expect(await differencesOf(road, (actions) => actions)).toEqual([])
        const [type, variant = 0, by = "executor", minutes = 1] = ways[way]?.[step] ?? ["tag"]
        road.clock.advance(minutes)
        const found = await road.desk.case(road.subject, { actor: person("everything") })
        if (found === undefined) throw new Error("the incident is gone")
        const actor = person(type === "approve-draft" ? "supervisor" : by)
        await road.desk.execute(fitting(type, found, road, variant), { actor }).catch((error: unknown) => {
          if (!isDeskError(error)) throw error
        })
      }
    }
    // Messages that join a published reply are what it is extended to.
    const joined = await openRoad()
    await walk(joined, 3, 6, [])
    await joined.desk.execute({ type: "merge", incidentId: joined.registered, into: joined.subject }, { actor: person("x") })
    expect(await differencesOf(joined, (actions) => actions)).toEqual([])
    await fc.assert(
      fc.asyncProperty(walks, async ({ way, steps, strays }) => {
        const road = await openRoad()
        await walk(road, way, steps, strays)
        expect(await differencesOf(road, (actions) => actions)).toEqual([])
      }),
      { numRuns: 8 },
    )
    // Whatever can be given was given somewhere, and refused by state, by role and by guard.
    expect(types.filter((type) => !seen.has(`${type} allowed`))).toEqual([])
    const guardedTypes = ["assign", "refuse", "approve-draft", "dismiss", "close", "claim-fix", "confirm-fix", "refute-fix", "extend-reply"]
    expect(guardedTypes.filter((type) => !seen.has(`${type} guard`))).toEqual([])
    expect([...seen].some((one) => one.endsWith("topic"))).toBe(true)
  })

  it("that forget guards, or roles, are found out by the same walk", async () => {
    const road = await openRoad()
    await walk(road, 3, 5, [])
    const forget =
      (...whys: readonly string[]) =>
      (actions: readonly CaseAction[]) =>
        actions.map((action): CaseAction => {
          return action.allowed || !whys.includes(action.why) ? action : { command: action.command, allowed: true, needs: [] }
        })
    expect((await differencesOf(road, forget("role"))).length).toBeGreaterThan(0)
    expect((await differencesOf(road, forget("state"))).length).toBeGreaterThan(0)
    const reviewed = await openRoad()
    await walk(reviewed, 2, 3, [])
    expect((await differencesOf(reviewed, forget("guard"))).join("\n")).toContain("approver approve-draft in reply-review")
  })

  it("say what a command needs, which proof is missing, and for which version they hold", async () => {
    const road = await openRoad()
    await walk(road, 3, 2, [])
    const { version = 0, actions = [] } = (await road.desk.actions(road.subject, { actor: person("executor") })) ?? {}
    const of = (command: Type) => actions.find((action) => action.command === command)
    expect(of("submit-draft")).toEqual({ command: "submit-draft", allowed: true, needs: ["replyKind", "text"] })
    expect(of("transfer")).toEqual({ command: "transfer", allowed: true, needs: ["authorityId", "why"] })
    expect(of("register")).toMatchObject({ allowed: false, why: "state", text: '"register" does not fit an incident that is "in-work"' })
    const taken = await road.desk.execute(
      { type: "tag", incidentId: road.subject, add: ["winter"] },
      { actor: person("x"), expectedVersion: version },
    )
    expect(taken.version).toBe(version + 1)
    expect(await road.desk.actions("inc_nowhere", { actor: person("x") })).toBeUndefined()
  })

  it("and errors name no command that only the desk itself can give", async () => {
    const road = await openRoad()
    const inside = new RegExp(
      `"(${["open-split", "leave-unowned", "join-messages", "note-word", "record-late-reply", "expire-window"].join("|")})"`,
    )
    const errors: unknown[] = []
    const { subject: incidentId, registered } = road
    const asks: readonly DeskCommand[] = [
      { type: "close", incidentId, reason: "decision" },
      { type: "join", incidentId: registered, into: incidentId },
      { type: "join", incidentId, into: incidentId },
      { type: "extend-reply", incidentId, draftId: "none" },
    ]
    for (const command of asks) errors.push(await road.desk.execute(command, { actor: person("x") }).catch((error: unknown) => error))
    for (const [index, error] of errors.entries()) {
      expect(isDeskError(error, "illegal-transition") && error.details.command, asks[index]?.type).toBe(asks[index]?.type)
      if (!isDeskError(error, "illegal-transition")) continue
      expect(error.message).not.toMatch(inside)
      for (const name of error.details.legal) expect(types).toContain(name)
    }
    expect(isDeskError(errors[0], "illegal-transition") && errors[0].details.legal).toContain("join")
  })
})

describe("rights", () => {
  it("say how far somebody reaches before any incident is named", async () => {
    const { restart }: Road = await buildRoad(() => createMemoryStorage())
    const desk = restart({ authorisation })
    const of = async (id: string) => desk.rights({ actor: person(id) })
    const moderator = await of("moderator")
    expect([moderator.commands.register, moderator.commands.take, moderator.readings.case, moderator.whole.export]).toEqual([
      "everywhere",
      "nowhere",
      "everywhere",
      "nowhere",
    ])
    const far = await of("limited")
    expect([far.commands.register, far.commands.take, far.readings.report]).toEqual(["somewhere", "nowhere", "somewhere"])
    expect((await of("supervisor")).commands.reopen).toBe("everywhere")
    const nobody = await of("nobody")
    expect(new Set([...Object.values(nobody.commands), ...Object.values(nobody.readings), ...Object.values(nobody.whole)])).toEqual(
      new Set(["nowhere"]),
    )
    expect((await restart().rights({ actor: person("x") })).whole.import).toBe("everywhere")
  })
})

describe("the vocabulary", () => {
  it("gives ids with titles to whoever may read anything, and nothing to others", async () => {
    const { restart } = await buildRoad(() => createMemoryStorage())
    const templates = [
      { id: "call", title: "Call us", version: "2026", text: "Call us." },
      { id: "ended", text: "It was so.", validTo: "2026-01-01T00:00:00.000Z" },
    ]
    const desk = restart({ authorisation, tags: [{ id: "winter", title: "Winter" }], replies: { templates } })
    expect(await desk.vocabulary({ actor: person("elsewhere") })).toEqual({
      topics: [
        { id: "heating", title: "Heating" },
        { id: "roads", title: "Roads" },
      ],
      authorities: [
        { id: "heat", title: "Heat" },
        { id: "roads", title: "Roads" },
      ],
      territories: [{ id: "town", title: "Town", parentId: null }],
      tags: [{ id: "winter", title: "Winter" }],
      templates: [{ id: "call", title: "Call us", version: "2026" }],
      guidance: [],
      policies: [
        { id: "raised-4h", version: "1", goal: "first-reply" },
        { id: "normal-8h", version: "1", goal: "first-reply" },
      ],
    })
    await expect(desk.vocabulary({ actor: person("nobody") })).rejects.toMatchObject({ code: "forbidden" })
  })
})
