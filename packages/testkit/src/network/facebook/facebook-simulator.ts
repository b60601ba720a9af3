import { DeskError, type Instant } from "@otklik/core"
import { createFaultTracker } from "../fault.ts"
import { listenOnLocalhost } from "../listen.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedRequest } from "../network-simulator.ts"
import { deliverPushes } from "./deliver.ts"
import { addComment, newNumber, tellOf } from "./actions.ts"
import { createFacebookServer } from "./serve.ts"
import { createFacebookState, isGone, keepThing, nextNumber, type FacebookComment, type FacebookPost } from "./state.ts"

/** Every right that a token can have here; the last is no scope but a feature that Meta gives to applications. */
const allRights = [
  "pages_show_list",
  "pages_manage_metadata",
  "pages_read_engagement",
  "pages_read_user_content",
  "pages_manage_engagement",
  "page_public_content_access",
]

/**
 * Simulates Facebook Pages, Graph API v25.0. A post in the section `tagged` is on its author's page and tags the
 * account; `isClosed` people are not shown as authors. Faults about streams of events are none of Facebook's, and do
 * nothing.
 */
export function createFacebookSimulator({ clock }: NetworkSimulatorOptions): NetworkSimulator {
  const state = createFacebookState()
  const faults = createFaultTracker()
  const requests: SimulatedRequest[] = []
  const serve = createFacebookServer({ state, faults, clock, requests })
  const secondsOf = (at: Instant | undefined): number => Math.floor(Date.parse(at ?? clock.now()) / 1000)

  function thingAt(key: string): FacebookPost | FacebookComment {
    const thing = state.things.get(key)
    if (thing === undefined) throw unknown(key)
    return thing
  }

  return {
    network: "facebook",
    application: state.application,
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
      const number = nextNumber(state, "account")
      const id = kind === "official" ? `100${String(number).padStart(12, "0")}` : `240${String(number).padStart(14, "0")}`
      state.accounts.set(id, { id, name, kind: kind === "official" ? "page" : "person", isHidden: isClosed })
      return id
    },
    issueToken({ kind, accountId, rights = allRights, expiresAt }) {
      const kinds = { application: "app", account: "page", person: "user" } as const
      const { key, secret } = state.application
      const value = kind === "application" ? `${key}|${secret}` : `EAAinvented${kind}Token${nextNumber(state, "token")}OfASimulatedNetwork`
      const more = { ...(accountId === undefined ? {} : { accountId }), ...(expiresAt === undefined ? {} : { expiresAt }) }
      state.tokens.set(value, { kind: kinds[kind], rights, isRevoked: false, calls: [], ...more })
      return value
    },
    revokeToken(token) {
      const known = state.tokens.get(token)
      if (known === undefined) throw unknown("token")
      known.isRevoked = true
    },
    publish({ accountId, authorId, text, at, section, attachments = [] }) {
      if (state.accounts.get(accountId)?.kind !== "page") throw unknown(accountId)
      const isTagged = section === "tagged"
      const ownerId = isTagged ? authorId : accountId
      const number = newNumber(state)
      const createdAt = secondsOf(at)
      const id = `${ownerId}_${number}`
      const post: FacebookPost = {
        type: "PagePost",
        key: `facebook:${id}`,
        id,
        number,
        ownerId,
        authorId,
        createdAt,
        updatedAt: createdAt,
        text,
        attachments,
        comments: [],
        isDeleted: false,
        isClosed: false,
        ...(isTagged ? { taggedId: accountId } : {}),
      }
      keepThing(state, post)
      tellOf(state, post, "add", createdAt)
      return post.key
    },
    comment({ under, authorId, text, at, attachments = [] }) {
      return addComment(state, { under: thingAt(under), authorId, text, createdAt: secondsOf(at), attachments }).key
    },
    edit(key, text) {
      const thing = thingAt(key)
      thing.text = text
      const now = secondsOf(undefined)
      if (thing.type === "PagePost") thing.updatedAt = now
      tellOf(state, thing, "edit", now)
    },
    remove(key) {
      const thing = thingAt(key)
      thing.isDeleted = true
      tellOf(state, thing, "remove", secondsOf(undefined))
    },
    restore(key) {
      const thing = thingAt(key)
      thing.isDeleted = false
      tellOf(state, thing, "add", secondsOf(undefined))
    },
    closeComments(key) {
      const thing = thingAt(key)
      const post = thing.type === "PagePost" ? thing : thing.post
      post.isClosed = true
    },
    distort(key, fields) {
      thingAt(key)
      state.distortions.set(key, fields)
    },
    subscribe({ accountId, url, secret }) {
      state.subscriptions.push({ accountId, url, verifyToken: secret, isVerified: false })
      state.subscribedFields.set(accountId, ["feed", "mention"])
    },
    deliver: (receive) => deliverPushes(state, faults, receive),
    replies() {
      return [...state.things.values()].flatMap((thing) => {
        if (thing.type === "PagePost" || isGone(thing) || state.accounts.get(thing.authorId)?.kind !== "page") return []
        const { key, under, authorId: accountId, text, attachments } = thing
        return [{ key, under, accountId, text, attachments: attachments.length }]
      })
    },
  }
}

function unknown(id: string): DeskError<"not-found"> {
  return new DeskError("not-found", `the simulated network does not know ${id}`, { id })
}
