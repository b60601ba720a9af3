import { DeskError, type Instant } from "@otklik/core"
import { createFaultTracker } from "../fault.ts"
import { listenOnLocalhost } from "../listen.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedRequest } from "../network-simulator.ts"
import { deliverPushes } from "./deliver.ts"
import { confirmationCode } from "./group-methods.ts"
import { addComment, tellOfComment, tellOfPost } from "./actions.ts"
import { createVkServer } from "./serve.ts"
import { createVkState, nextNumber, type VkComment, type VkThread } from "./state.ts"

/** Every right that a token can have here. */
const allRights = ["wall", "photos", "manage", "messages"]

const kinds = { application: "service", account: "community", person: "user" } as const

/** Simulates VK, API 5.199. */
export function createVkSimulator({ clock }: NetworkSimulatorOptions): NetworkSimulator {
  const state = createVkState()
  const faults = createFaultTracker()
  const requests: SimulatedRequest[] = []
  const serve = createVkServer({ state, faults, clock, requests })
  const secondsOf = (at: Instant | undefined): number => Math.floor(Date.parse(at ?? clock.now()) / 1000)

  function threadAt(key: string): VkThread | undefined {
    return state.threads.get(key) ?? state.comments.get(key)?.thread
  }

  function change(key: string, ofPost: (post: VkThread) => void, ofComment: (comment: VkComment, thread: VkThread) => void): void {
    const post = state.threads.get(key)
    const comment = state.comments.get(key)
    if (post === undefined && comment === undefined) throw unknown(key)
    if (post !== undefined) ofPost(post)
    if (comment !== undefined) ofComment(comment.comment, comment.thread)
  }

  return {
    network: "vk",
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
      const number = nextNumber(state, kind)
      const id = kind === "official" ? -number : number + 100
      state.accounts.set(id, { id, name, isClosed })
      return String(id)
    },
    issueToken({ kind, accountId, rights = allRights, expiresAt }) {
      const token = `vk1.a.invented-${kind}-token-${nextNumber(state, "token")}-of-a-simulated-network`
      const owner = accountId === undefined ? {} : { accountId: Math.abs(Number(accountId)) }
      state.tokens.set(token, {
        kind: kinds[kind],
        rights,
        isRevoked: false,
        calls: [],
        ...owner,
        ...(expiresAt === undefined ? {} : { expiresAt }),
      })
      return token
    },
    revokeToken(token) {
      const known = state.tokens.get(token)
      if (known === undefined) throw unknown("token")
      known.isRevoked = true
    },
    publish({ accountId, authorId, text, at, section = "wall", attachments = [], isPinned = false }) {
      const ownerId = Number(accountId)
      if (!state.accounts.has(ownerId)) throw unknown(accountId)
      const kind = section === "board" ? "board" : "wall"
      const id = nextNumber(state, `wall ${ownerId}`)
      const key = `vk:${ownerId}_${kind === "board" ? "topic" : ""}${id}`
      const place = { key, kind, ownerId, id } as const
      const shared = { fromId: Number(authorId), date: secondsOf(at), text }
      const post: VkThread = { ...place, ...shared, attachments, isPinned, isDeleted: false, isClosed: false, comments: [] }
      state.threads.set(key, post)
      tellOfPost(state, post)
      // A topic begins with a comment that says what it is about.
      return kind === "board" ? addComment(state, post, { ...shared, attachments }).key : key
    },
    comment({ under, authorId, text, at, attachments = [] }) {
      const thread = threadAt(under)
      if (thread === undefined) throw unknown(under)
      const target = thread.kind === "wall" ? state.comments.get(under)?.comment : undefined
      const comment = { fromId: Number(authorId), date: secondsOf(at), text, attachments, ...(target === undefined ? {} : { target }) }
      return addComment(state, thread, comment).key
    },
    edit(key, text) {
      change(
        key,
        (post) => {
          post.text = text
          post.edited = secondsOf(undefined)
        },
        (comment, thread) => {
          comment.text = text
          tellOfComment(state, thread, comment, "edit")
        },
      )
    },
    remove(key) {
      change(
        key,
        (post) => {
          post.isDeleted = true
        },
        (comment, thread) => {
          comment.isDeleted = true
          tellOfComment(state, thread, comment, "delete")
        },
      )
    },
    restore(key) {
      change(
        key,
        (post) => {
          post.isDeleted = false
        },
        (comment, thread) => {
          comment.isDeleted = false
          tellOfComment(state, thread, comment, "restore")
        },
      )
    },
    closeComments(key) {
      const thread = threadAt(key)
      if (thread === undefined) throw unknown(key)
      thread.isClosed = true
    },
    distort(key, fields) {
      if (threadAt(key) === undefined) throw unknown(key)
      state.distortions.set(key, fields)
    },
    subscribe({ accountId, url, secret }) {
      const communityId = Math.abs(Number(accountId))
      const server = { id: nextNumber(state, "server"), communityId, url, secret, status: "unconfigured" as const }
      state.servers.push(server)
      const body = JSON.stringify({ type: "confirmation", group_id: communityId, event_id: `e${nextNumber(state, "event")}`, v: "5.199" })
      state.pushes.push({ server, body, isConfirmation: true, retries: 0 })
    },
    deliver: (receive) => deliverPushes(state, faults, confirmationCode, receive),
    replies() {
      return [...state.comments.values()].flatMap(({ thread, comment }) => {
        if (comment.fromId >= 0 || comment.isDeleted) return []
        const under = comment.replyTo === undefined ? thread.key : `${thread.key}_${comment.replyTo}`
        return [{ key: comment.key, under, accountId: String(comment.fromId), text: comment.text, attachments: comment.attachments.length }]
      })
    },
  }
}

function unknown(id: string): DeskError<"not-found"> {
  return new DeskError("not-found", `the simulated network does not know ${id}`, { id })
}
