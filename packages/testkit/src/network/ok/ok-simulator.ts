import { DeskError, type Instant, type MessageKey } from "@otklik/core"
import { createFaultTracker } from "../fault.ts"
import { listenOnLocalhost } from "../listen.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedRequest } from "../network-simulator.ts"
import { okApplication } from "./api.ts"
import { createOkServer } from "./serve.ts"
import { addComment, createOkState, nextNumber, type OkTopic } from "./state.ts"

/** Every right that a session can have here. */
const allRights = ["VALUABLE_ACCESS", "LONG_ACCESS_TOKEN", "GROUP_CONTENT"]

/** Simulates Odnoklassniki. */
export function createOkSimulator({ clock }: NetworkSimulatorOptions): NetworkSimulator {
  const state = createOkState()
  const faults = createFaultTracker()
  const requests: SimulatedRequest[] = []
  const serve = createOkServer({ state, faults, clock, requests })
  const millisOf = (at: Instant | undefined): number => Date.parse(at ?? clock.now())

  function topicAt(key: MessageKey): OkTopic {
    const topic = state.topics.get(key) ?? state.comments.get(key)?.topic
    if (topic === undefined) throw unknown(key)
    return topic
  }

  function itemAt(key: MessageKey): { text: string; isDeleted: boolean } {
    const item = state.topics.get(key) ?? state.comments.get(key)?.comment
    if (item === undefined) throw unknown(key)
    return item
  }

  return {
    network: "ok",
    application: okApplication,
    fetch: async (input, init) => serve(new Request(input, init)),
    requests,
    get disturbed() {
      return faults.hits
    },
    listen: () => listenOnLocalhost(serve),
    inject: (fault) => faults.inject(fault),
    heal: () => faults.heal(),
    arriveLate: () => faults.arriveLate(),
    addAccount({ kind, name, isClosed = false }) {
      const id = `${kind === "official" ? 54_000_000_000_000 : 580_000_000_000}`.slice(0, -4) + String(nextNumber(state)).padStart(4, "0")
      state.accounts.set(id, { id, kind: kind === "official" ? "group" : "user", name, isClosed })
      return id
    },
    issueToken({ kind, accountId, rights = allRights, expiresAt }) {
      const number = nextNumber(state)
      const token = `-s-invented-${kind}-token-${number}-of-a-simulated-network.OK`
      const uid = kind === "person" && accountId !== undefined ? accountId : String(590_000_000_000 + number)
      const group = kind === "account" && accountId !== undefined ? { groupId: accountId } : {}
      state.sessions.set(token, { uid, rights, isRevoked: false, ...group, ...(expiresAt === undefined ? {} : { expiresAt }) })
      return token
    },
    revokeToken(token) {
      const session = state.sessions.get(token)
      if (session === undefined) throw unknown("token")
      session.isRevoked = true
    },
    publish({ accountId, authorId, text, at, attachments = [], isPinned = false }) {
      if (!state.accounts.has(accountId)) throw unknown(accountId)
      const id = String(62_000_000_000_000 + nextNumber(state))
      const key = `ok:${accountId}_${id}`
      const shared = { groupId: accountId, authorId, date: millisOf(at), text, attachments, isPinned }
      state.topics.set(key, { key, id, ...shared, isDeleted: false, isClosed: false, comments: [] })
      return key
    },
    comment({ under, authorId, text, at }) {
      const topic = topicAt(under)
      const target = state.comments.get(under)?.comment
      return addComment(state, topic, { authorId, date: millisOf(at), text, ...(target === undefined ? {} : { replyTo: target.id }) }).key
    },
    edit(key, text) {
      itemAt(key).text = text
    },
    remove(key) {
      itemAt(key).isDeleted = true
    },
    restore(key) {
      itemAt(key).isDeleted = false
    },
    closeComments(key) {
      topicAt(key).isClosed = true
    },
    distort(key, fields) {
      itemAt(key)
      state.distortions.set(key, fields)
    },
    subscribe() {
      const capability = "OK pushes no comments of topics: groups are read"
      throw new DeskError("capability", `the simulated OK: ${capability}`, { capability })
    },
    deliver: async () => 0,
    replies() {
      return [...state.comments.values()].flatMap(({ topic, comment }) => {
        if (comment.authorId !== topic.groupId || comment.isDeleted) return []
        const under = comment.replyTo === undefined ? topic.key : `${topic.key}_${comment.replyTo}`
        return [{ key: comment.key, under, accountId: topic.groupId, text: comment.text, attachments: 0 }]
      })
    },
  }
}

function unknown(id: string): DeskError<"not-found"> {
  return new DeskError("not-found", `the simulated network does not know ${id}`, { id })
}
