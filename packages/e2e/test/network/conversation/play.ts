import { claimHolders, loadOne } from "@otklik/core/storage"
import { createDesk, type Connector, type Desk, type MessageKey, type Storage } from "@otklik/core"
import { messagesToAnswer, waitingOf, type ExistingIncident, type ReplyKind } from "@otklik/core/incident"
import { russian } from "@otklik/locale-ru"
import type { ManualClock } from "@otklik/testkit"
import { createFlowingClock } from "../../../../testkit/test/network/flowing-clock.ts"
import { openNetwork, type ConversationNetwork, type TalkingNetwork } from "./connectors.ts"

const moderator = { id: "moderator-1", kind: "person" } as const
const executor = { id: "executor-1", kind: "person" } as const
const approver = { id: "approver-1", kind: "person" } as const

const locale = russian()

/** A conversation on one network, and the desk that takes part in it. */
export interface Play {
  readonly network: TalkingNetwork
  readonly storage: Storage
  readonly clock: ManualClock
  /** A desk in a new process; what it calls may be replaced. */
  start(replaced?: { readonly storage?: Storage; readonly connector?: Connector }): Desk
  /** The official post below which everything is written. */
  readonly post: MessageKey
  /** What residents have done so far. */
  readonly said: MessageKey[]
  /** X takes no text of an account twice: who joins is not answered there by the same words. */
  readonly isSameTextRefused: boolean
}

/** Prepares a play: an official post on an empty network, a desk on an empty storage. */
export async function createPlay(name: ConversationNetwork, storage: Storage): Promise<Play> {
  await storage.migrate()
  const clock = createFlowingClock("2026-11-24T03:00:00.000Z")
  const network = openNetwork(name, clock)
  const { account, post } = network
  const start: Play["start"] = (replaced = {}) =>
    createDesk({
      storage: replaced.storage ?? storage,
      connectors: [replaced.connector ?? network.connect()],
      rules: [{ id: "pit", query: "яма", topic: "roads" }],
      topics: [{ id: "roads", title: "Дороги" }],
      locale,
      accounts: account === null ? [] : [account],
      routing: {
        authorities: [{ id: "roads", title: "Дорожная служба", kind: "administration" }],
        territories: [],
        rules: [{ id: "all", when: {}, assign: { authorityId: "roads" } }],
      },
      policies: [
        { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } },
        { id: "later", version: "1", goal: "follow-up", startsAt: "author-wrote", term: { minutes: 240, time: "wall" } },
        { id: "objection", version: "1", goal: "objection", startsAt: "final-published", term: { minutes: 10_080, time: "wall" } },
      ],
      authorKey: new Uint8Array(32).fill(7),
      clock,
      leases: { sourceMinutes: 1, replyMinutes: 1, clockMinutes: 1 },
    })
  return { network, storage, clock, start, post, said: [], isSameTextRefused: name === "x" }
}

/** The incident of the conversation; undefined before it is registered. */
async function mainOf(storage: Storage): Promise<ExistingIncident | undefined> {
  const { incidents } = await storage.find({ limit: 100 })
  return incidents.map(({ incident }) => incident).find(({ relation }) => relation === null)
}

function replyKeys(incident: ExistingIncident, replyKind: ReplyKind): readonly MessageKey[] {
  const [own] = incident.messageKeys
  return incident.replies
    .filter((reply) => reply.replyKind === replyKind && (replyKind !== "final" || reply.messageKey === own))
    .map(({ replyKey }) => replyKey)
}

/** What a resident says next, where the conversation has come so far; false when nobody has anything to say. */
async function speak(play: Play): Promise<boolean> {
  const { network, clock, post, said } = play
  const incident = await mainOf(play.storage)
  const say = (under: MessageKey, words: string, more: { readonly isNeighbour?: boolean; readonly hasPhoto?: boolean } = {}): true => {
    const { isNeighbour = false, hasPhoto = false } = more
    said.push(network.say({ under, words, isNeighbour, hasPhoto }))
    return true
  }
  if (incident === undefined) return said.length > 0 ? false : say(post, "Яма на дороге у школы")
  const quiet = waitingOf(incident) === null
  const [question, final, followUps] = [replyKeys(incident, "clarify"), replyKeys(incident, "final"), replyKeys(incident, "follow-up")]
  switch (said.length) {
    case 1:
      return incident.status === "needs-info" && say(question[0] ?? "", "У входа, справа от ворот")
    case 2:
      return incident.status === "replied-final" && say(final[0] ?? "", "Ничего не сделали, машины бьют")
    case 3:
      return incident.status === "replied-final" && quiet && followUps.length > 0 && say(said[0] ?? "", "и у нас", { isNeighbour: true })
    case 4:
      return (
        incident.status === "replied-final" &&
        quiet &&
        final.length > 0 &&
        incident.messages.length > 3 &&
        say(followUps[0] ?? "", "Вот снимок", { hasPhoto: true })
      )
    case 5:
      return incident.status === "replied-final" && quiet && followUps.length > 1 && say(followUps[1] ?? "", "Спасибо большое за ответ")
    case 6:
      if (incident.status !== "closed") return false
      clock.advance(5 * 1440)
      return say(post, "Опять яма на том же месте")
    default:
      return false
  }
}

/** A day of the office: whatever was done before is found done, so that it may be killed anywhere and begun again. */
export async function work(play: Play, desk: Desk): Promise<void> {
  const { failures } = await desk.pull()
  if (failures.length > 0) throw failures[0]?.error
  await play.network.deliver?.(desk)
  for (const { incident } of (await desk.find({ statuses: ["candidate"] }, { limit: 100 })).incidents) {
    if (incident.relation?.how !== "joins") continue
    await desk.execute({ type: "join", incidentId: incident.incidentId, into: incident.relation.incidentId }, { actor: moderator })
  }
  for (const { incident } of (await desk.find({}, { limit: 100 })).incidents) await handle(desk, incident, play.isSameTextRefused)
  // Leases of a process that died run out first.
  play.clock.advance(3)
  await desk.publish()
  await desk.tick()
}

async function handle(desk: Desk, incident: ExistingIncident, isSameTextRefused: boolean): Promise<void> {
  const { incidentId } = incident
  let state = incident
  const cycle = "reopenings" in state ? state.reopenings.length + 1 : 1
  const draft = async (text: string, replyKind: "clarify" | "final" | "follow-up"): Promise<void> => {
    const more = replyKind === "final" ? { outcome: { value: "explained" } as const } : replyKind === "clarify" ? { waitMinutes: 2880 } : {}
    state = (await desk.execute({ type: "submit-draft", incidentId, text, replyKind, ...more }, { actor: executor })).incident
  }
  if (state.status === "assigned" || state.status === "reopened")
    state = (await desk.execute({ type: "take", incidentId }, { actor: executor })).incident
  const hasAnswer = state.messages.some(({ act }) => act === "answer")
  if (state.status === "in-work" && cycle === 1 && !hasAnswer && replyKeys(state, "clarify").length === 0)
    await draft("Где именно?", "clarify")
  else if (state.status === "in-work" && (cycle > 1 || hasAnswer))
    await draft(cycle > 1 ? "Заделаем снова." : "Яма в плане работ.", "final")
  else if (waitingOf(state) !== null && (state.status === "replied-final" || state.status === "closed"))
    await draft(`Проверили ещё раз, ответ ${replyKeys(state, "follow-up").length + 1}.`, "follow-up")
  else if (state.status === "replied-final" && state.standing !== null && messagesToAnswer(state, state.standing).length > 0) {
    const [messageKey = ""] = messagesToAnswer(state, state.standing)
    if (isSameTextRefused)
      await desk.execute({ type: "waive-reply", incidentId, messageKey, reason: "answered-elsewhere" }, { actor: moderator })
    else await desk.execute({ type: "extend-reply", incidentId, draftId: state.standing.draftId }, { actor: approver })
  } else if (state.status === "replied-final" && cycle === 1 && state.messages.some(({ act }) => act === "thanks"))
    await desk.execute({ type: "close", incidentId, reason: "author-satisfied" }, { actor: moderator })
  if (state.status === "reply-review") {
    const { draftId, textHash } = state.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
  }
}

/** How often residents and the office take turns at most: a play that is not over by then stands still. */
const mostTurns = 40

/**
 * Plays the whole conversation: complaint, question, answer under the question, reply, objection under the reply, a
 * neighbour who joins, proof, thanks, closing, the same trouble days later, reply.
 *
 * @param day - a day of the office, in the place of {@link work}
 * @throws Error when the conversation stands still
 */
export async function playAll(play: Play, day: (play: Play) => Promise<void> = async () => work(play, play.start())): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    await speak(play)
    play.clock.advance(15)
    await day(play)
    const incident = await mainOf(play.storage)
    if (play.said.length === 7 && incident?.status === "replied-final" && "reopenings" in incident && incident.reopenings.length === 1)
      return
  }
  const incident = await mainOf(play.storage)
  throw new Error(
    `the conversation stands still after ${play.said.length} messages: ${incident?.status}, ${JSON.stringify(incident?.messages.map(({ act, role }) => act ?? role))}`,
  )
}

/** What must not depend on network, storage and death: everything but moments and keys. */
export async function outcomeOf({ storage, network, said }: Play) {
  const { incidents } = await storage.find({ limit: 100 })
  const main = await mainOf(storage)
  const place = (key: MessageKey | null): number => (key === null ? -1 : said.indexOf(key))
  const claims = await claimHolders(
    storage,
    network.replies().map(({ key }) => `reply:${key}`),
  )
  return {
    incidents: incidents.map(({ incident, facts }) => [incident.status, incident.relation?.how ?? null, facts.waitingSince]),
    messages: main?.messages.map(({ messageKey, role, act, of }) => [place(messageKey), role, act, place(of)]),
    replies: main?.replies
      .map(({ messageKey, replyKind, cycle }) => [cycle, replyKind, place(messageKey)])
      .toSorted((one, other) => (String(one) < String(other) ? -1 : 1)),
    // Networks put a mention first; on Facebook, which has two levels, who joins below the same comment finds the same
    // words there already.
    standing: [...new Set(network.replies().map(({ text }) => text.replace(/^(?:\[[^\]]*\],?|@\S+)\s*/u, "")))].toSorted(),
    unclaimed: network.replies().filter(({ key }) => !claims.has(`reply:${key}`)).length,
    // Each as often as it happened: whether a word or the reply to a joined message comes first depends on when the
    // process died.
    events:
      main === undefined
        ? []
        : (await loadOne(storage, main.incidentId)).events
            .map(({ type }) => type)
            .filter((type) => type !== "reply-uncertain")
            .toSorted(),
  }
}
