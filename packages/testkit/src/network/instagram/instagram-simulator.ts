import { DeskError, type Instant, type MessageKey } from "@otklik/core"
import { createFaultTracker } from "../fault.ts"
import { listenOnLocalhost } from "../listen.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedRequest } from "../network-simulator.ts"
import { allRights, instagramApplication, issueToken } from "./application.ts"
import { deliverPushes } from "./deliver.ts"
import { addComment, mentionsOf, tellOfMention } from "./actions.ts"
import { createInstagramServer } from "./serve.ts"
import { createInstagramState, nextId, nextNumber, type InstagramMedia } from "./state.ts"

/** Simulates Instagram for professional accounts: both ways in, by the Graph API 25.0. */
export function createInstagramSimulator({ clock }: NetworkSimulatorOptions): NetworkSimulator {
  const state = createInstagramState()
  const faults = createFaultTracker()
  const requests: SimulatedRequest[] = []
  const serve = createInstagramServer({ state, faults, clock, requests })
  const secondsOf = (at: Instant | undefined): number => Math.floor(Date.parse(at ?? clock.now()) / 1000)

  function mediaAt(key: MessageKey): InstagramMedia {
    const media = state.media.get(key) ?? state.comments.get(key)?.media
    if (media === undefined) throw unknown(key)
    return media
  }

  function itemAt(key: MessageKey): { text: string; isDeleted: boolean } {
    const item = state.media.get(key) ?? state.comments.get(key)?.comment
    if (item === undefined) throw unknown(key)
    return item
  }

  return {
    network: "instagram",
    application: instagramApplication,
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
      const isProfessional = kind === "official"
      const number = nextNumber(state)
      const id = isProfessional ? nextId(state, "178414") : nextId(state, "5")
      // Names of Instagram are Latin letters, digits, dots and underscores.
      const username = /^[a-z0-9._]{1,30}$/.test(name) ? name : `account.${number}`
      const scopedId = nextId(state, "6")
      state.accounts.set(id, { id, scopedId, username, isProfessional, isPrivate: isClosed, pageId: nextId(state, "10") })
      return id
    },
    issueToken({ kind, accountId, rights, expiresAt }) {
      const login = rights?.some((right) => right.startsWith("instagram_business_")) === true ? "instagram" : "facebook"
      return issueToken(state, {
        kind: kind === "application" ? "application" : "user",
        login,
        rights: rights ?? allRights[login],
        issuedAt: clock.now(),
        ...(accountId === undefined ? {} : { accountId }),
        ...(expiresAt === undefined ? {} : { expiresAt }),
      })
    },
    revokeToken(token) {
      const known = state.tokens.get(token)
      if (known === undefined) throw unknown("token")
      known.isRevoked = true
    },
    publish({ accountId, authorId, text, at, section, attachments = [] }) {
      if (!state.accounts.has(accountId) || !state.accounts.has(authorId)) throw unknown(accountId)
      const id = nextId(state, "179")
      const key = `instagram:${id}`
      // What somebody publishes is on the own page; on another's it is a tag.
      const tag = accountId === authorId ? {} : { taggedId: accountId }
      const shared = { key, id, ownerId: authorId, date: secondsOf(at), text, attachments, isLive: section === "live" }
      const media: InstagramMedia = { ...shared, ...tag, isDeleted: false, isClosed: false, comments: [] }
      state.media.set(key, media)
      tellOfMention(state, media)
      return key
    },
    comment({ under, authorId, text, at }) {
      const media = mediaAt(under)
      const target = state.comments.get(under)?.comment
      return addComment(state, media, { authorId, date: secondsOf(at), text, ...(target === undefined ? {} : { target }) }).key
    },
    edit(key, text) {
      itemAt(key).text = text // No event tells of it.
    },
    remove(key) {
      itemAt(key).isDeleted = true // No event tells of it.
    },
    restore(key) {
      itemAt(key).isDeleted = false
    },
    closeComments(key) {
      mediaAt(key).isClosed = true
    },
    distort(key, fields) {
      itemAt(key)
      const hidden = state.comments.get(key)?.comment
      if (hidden !== undefined && typeof fields["hidden"] === "boolean") hidden.isHidden = fields["hidden"]
      state.distortions.set(key, fields)
    },
    subscribe({ accountId, url, secret }) {
      const subscription = { accountId, url, secret }
      state.pushes.push({ subscription, date: secondsOf(undefined) })
      state.subscriptions.push(subscription)
    },
    deliver: (receive) => deliverPushes(state, faults, receive),
    replies() {
      return [...state.comments.values()].flatMap(({ media, comment }) => {
        if (state.accounts.get(comment.authorId)?.isProfessional !== true || comment.isDeleted) return []
        const under = comment.rootId === undefined ? media.key : targetOf(media, comment)
        return [{ key: comment.key, under, accountId: comment.authorId, text: comment.text, attachments: 0 }]
      })
    },
  }

  /** Whose reply a reply is: at Instagram the name at its beginning alone tells it. */
  function targetOf(
    media: InstagramMedia,
    { id, text, rootId }: { readonly id: string; readonly text: string; readonly rootId?: string },
  ): MessageKey {
    const named = mentionsOf(/^@[\w.]+/.exec(text)?.[0] ?? "")[0]
    const earlier = media.comments.filter((other) => other.rootId === rootId && other.id < id)
    const target = earlier.findLast(({ authorId }) => state.accounts.get(authorId)?.username === named)
    return `${media.key}-${target?.id ?? rootId}`
  }
}

function unknown(id: string): DeskError<"not-found"> {
  return new DeskError("not-found", `the simulated network does not know ${id}`, { id })
}
