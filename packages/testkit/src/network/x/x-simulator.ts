import { DeskError, type Instant, type MessageKey } from "@otklik/core"
import { createFaultTracker } from "../fault.ts"
import { listenOnLocalhost } from "../listen.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedRequest } from "../network-simulator.ts"
import { deliverPushes } from "./deliver.ts"
import { addPost, tellOfDeletion, tellOfRevocation } from "./actions.ts"
import { createXServer } from "./serve.ts"
import { createXState, latest, newId, nextNumber, type XPost } from "./state.ts"
import { addToken, xApplication } from "./token-endpoint.ts"

/**
 * Every scope that a token has here unless others are asked for; `enterprise` is none of X, and stands for the plan of
 * the app.
 */
const allScopes = ["tweet.read", "tweet.write", "users.read", "offline.access", "media.write"]

/** Accounts are counted from here. */
const firstId = 2_000_000_000

/**
 * Simulates X, API v2 by the contract 2.167. Accounts have the username `u` and their id; posts to an official account
 * mention it.
 */
export function createXSimulator({ clock }: NetworkSimulatorOptions): NetworkSimulator {
  const state = createXState()
  const faults = createFaultTracker()
  const requests: SimulatedRequest[] = []
  const serve = createXServer({ state, faults, clock, requests })
  const secondOf = (at: Instant | undefined): number => Math.floor(Date.parse(at ?? clock.now()) / 1000)

  function postAt(key: MessageKey): XPost {
    const post = state.posts.get(key)
    if (post === undefined) throw unknown(key)
    return post
  }

  return {
    network: "x",
    application: xApplication,
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
      const id = String(firstId + nextNumber(state))
      state.users.set(id, { id, username: `u${id}`, name, isOfficial: kind === "official", isClosed })
      return id
    },
    issueToken({ kind, accountId, rights = allScopes, expiresAt }) {
      return addToken(state, {
        kind: kind === "application" ? "app" : "user",
        scopes: rights,
        isRevoked: false,
        ...(accountId === undefined ? {} : { accountId }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      })
    },
    revokeToken(token) {
      const known = state.tokens.get(token)
      if (known === undefined) throw unknown("token")
      known.isRevoked = true
      if (known.accountId !== undefined) tellOfRevocation(state, known.accountId)
    },
    publish({ accountId, authorId, text, at, section, attachments = [] }) {
      const account = state.users.get(accountId)
      if (account === undefined) throw unknown(accountId)
      // What begins with an official account addresses it; elsewhere, and at one's own, nobody is addressed.
      const addressee = account.isOfficial && accountId !== authorId && section === undefined ? { addressee: accountId } : {}
      return addPost(state, { authorId, at: secondOf(at), text, attachments, ...addressee }).key
    },
    comment({ under, authorId, text, at, attachments = [] }) {
      return addPost(state, { authorId, at: secondOf(at), text, attachments, replyTo: postAt(under) }).key
    },
    edit(key, text) {
      const post = postAt(key)
      const at = secondOf(undefined)
      const id = newId(state, at)
      post.versions.push({ id, at, text })
      state.versions.set(id, post)
    },
    remove(key) {
      const post = postAt(key)
      post.isDeleted = true
      tellOfDeletion(state, post)
    },
    restore(key) {
      postAt(key).isDeleted = false
    },
    closeComments(key) {
      postAt(key).isClosed = true
    },
    distort(key, fields) {
      postAt(key)
      state.distortions.set(key, fields)
    },
    subscribe({ accountId, url, secret }) {
      const webhook = { id: String(nextNumber(state)), accountId, url, secret, createdAt: clock.now(), isValid: false }
      state.webhooks.push(webhook)
      state.pushes.push({ webhook })
    },
    deliver: (receive) => deliverPushes(state, faults, receive),
    replies() {
      return [...state.posts.values()].flatMap((post) => {
        const { key, replyTo, authorId, isDeleted, attachments } = post
        if (replyTo === undefined || isDeleted || state.users.get(authorId)?.isOfficial !== true) return []
        return [{ key, under: replyTo.key, accountId: authorId, text: latest(post).text, attachments: attachments.length }]
      })
    },
  }
}

function unknown(id: string): DeskError<"not-found"> {
  return new DeskError("not-found", `the simulated network does not know ${id}`, { id })
}
