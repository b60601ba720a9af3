import type { Gap, Message, MessageKey, StoredIncident } from "@otklik/core"
import type { OutboxEntry } from "@otklik/core/storage"
import type { SimulatedReply } from "../network/index.ts"
import type { Answered, Office } from "./office.ts"
import { isBuried, isGone, type Offered, type Written } from "./citizens.ts"
import { leakIn } from "./log-probe.ts"
import type { ChaosNetwork, ChaosReport, ChaosWorld } from "./subject.ts"

/** What is reported of a network beside messages: the gaps of its sources, and what its connector says of itself. */
export interface Reported {
  readonly gaps: readonly Gap[]
  readonly problems: readonly string[]
}

/** What is there when everything has come to rest. */
export interface Evening {
  readonly networks: readonly ChaosNetwork[]
  readonly offers: Offered
  readonly written: ReadonlyMap<MessageKey, Written>
  readonly incidents: readonly StoredIncident[]
  /** The messages that incidents hold, as they are kept. */
  readonly messages: readonly Message[]
  readonly approved: Office["approved"]
  readonly outbox: readonly OutboxEntry[]
  /** Before anything was written, and now. */
  readonly reportedBefore: ReadonlyMap<ChaosNetwork, Reported>
  readonly reportedNow: ReadonlyMap<ChaosNetwork, Reported>
  /** Secrets, names and texts in what was reported, and everything that is kept. */
  readonly leaks: readonly string[]
  readonly kept: ReturnType<NonNullable<ChaosWorld["kept"]>>
}

type Found = Pick<ChaosReport, "lost" | "doubled" | "strangers">

/**
 * Every message that is to be found is found once, and no other. A message that went before it was read may be missing.
 */
export function messagesOf({ written, incidents }: Evening): Found {
  const times = Map.groupBy(
    incidents.flatMap(({ incident }) => incident.messageKeys),
    (key) => key,
  )
  const expected = [...written.values()].filter(({ isExpected, thread }) => isExpected && thread.isUnreadable !== true)
  return {
    lost: expected.filter((message) => !isGone(message) && !times.has(message.key)).map(({ key }) => key),
    doubled: [...times].filter(([, all]) => all.length > 1).map(([key]) => key),
    strangers: [...times.keys()].filter((key) => !isBusiness(written.get(key))),
  }
}

/**
 * What a lasting error keeps from being read is reported: it lies in a gap, unless it was heard of in another way, and
 * `doCheck` names the place.
 */
export function unreadOf({ written, incidents, reportedBefore, reportedNow }: Evening): {
  readonly wrong: readonly string[]
  readonly count: number
} {
  const found = new Set(incidents.flatMap(({ incident }) => incident.messageKeys))
  const unreadable = [...written.values()].filter(({ isExpected, thread }) => isExpected && thread.isUnreadable === true)
  const untold = unreadable.filter(({ key, at, network }) => {
    const { gaps = [] } = reportedNow.get(network) ?? {}
    return !found.has(key) && !gaps.some(({ from, to }) => from <= at && at < to)
  })
  const silent = [...new Set(unreadable.map(({ network }) => network))].filter((network) => {
    const before = reportedBefore.get(network)?.problems ?? []
    return (reportedNow.get(network)?.problems ?? []).every((problem) => before.includes(problem))
  })
  const wrong = [
    ...untold.map(({ key }) => `${key} was not found and lies in no gap`),
    ...silent.map(({ account }) => `${account.network}: doCheck names nothing that cannot be read`),
  ]
  return { wrong, count: unreadable.length }
}

/**
 * Whether a message may be kept. What somebody adds in a thread in which the desk holds a complaint of theirs is heard,
 * whatever it answers; it is not to be found, since it may have been read before the complaint was.
 */
function isBusiness(message: Written | undefined): boolean {
  if (message === undefined) return false
  const { authorId, thread } = message
  return message.isExpected || thread.messages.some((other) => other.isExpected && other.authorId === authorId)
}

/**
 * What became of the messages that the desk holds: the edits that it did not hear of, and how many it had to hear of.
 */
export function editsOf({ written, messages, offers }: Evening): { readonly wrong: readonly MessageKey[]; readonly count: number } {
  const edited = messages.filter(({ key }) => {
    const message = written.get(key)
    return message?.mark !== undefined && !isGone(message) && offers(message.network, message.isPost ? "edited-posts" : "edited-comments")
  })
  const missed = edited.filter(({ key, text }) => text?.includes(written.get(key)?.mark ?? "") !== true)
  const invented = messages.filter(({ key, revision }) => revision > 1 && written.get(key)?.mark === undefined)
  return { wrong: [...missed, ...invented].map(({ key }) => key), count: edited.length }
}

/** Deletions and closings that the desk did not hear of, or that never were. */
export function noticesOf({ written, incidents, offers }: Evening): {
  readonly wrong: readonly MessageKey[]
  readonly deletions: number
  readonly closings: number
} {
  const held = incidents.flatMap(({ incident }) => incident.messages)
  const truthOf = (key: MessageKey): Written | undefined => written.get(key)
  const deleted = held.filter(({ messageKey }) => {
    const message = truthOf(messageKey)
    return (
      message?.isRemoved === true && !isBuried(message) && offers(message.network, message.isPost ? "deleted-posts" : "deleted-comments")
    )
  })
  const closed = held.filter(({ messageKey }) => {
    const message = truthOf(messageKey)
    return message?.isPost === true && message.thread.isClosed && !isGone(message) && offers(message.network, "closed-comments")
  })
  const wrong = [
    ...deleted.filter(({ deletedAt }) => deletedAt === null),
    ...closed.filter(({ commentsClosedAt }) => commentsClosedAt === null),
    ...held.filter(({ messageKey, deletedAt, commentsClosedAt }) => {
      const message = truthOf(messageKey)
      if (message === undefined) return false
      return (deletedAt !== null && !isGone(message)) || (commentsClosedAt !== null && !message.thread.isClosed)
    }),
  ]
  return { wrong: wrong.map(({ messageKey }) => messageKey), deletions: deleted.length, closings: closed.length }
}

/**
 * Every approved reply is published once under its message, and nothing else does; under what is gone or closed, at
 * most once.
 */
export function repliesOf({ networks, written, approved, outbox }: Evening): { readonly wrong: readonly string[]; readonly count: number } {
  const standing = networks.flatMap(({ simulator }) => simulator.replies())
  const isAnswer = (reply: SimulatedReply, { messageKey, texts }: Answered): boolean =>
    isUnder(reply.under, messageKey, written) && texts.some((text) => reply.text.includes(text))
  const answers = [...approved.values()]
  const wrong = answers.flatMap((answered) => {
    const message = written.get(answered.messageKey)
    const isWithdrawn = message === undefined || isGone(message) || message.thread.isClosed || message.thread.isUnreadable === true
    const states = outbox.filter(({ messageKey }) => messageKey === answered.messageKey).map(({ state }) => state)
    const times = standing.filter((reply) => isAnswer(reply, answered)).length
    const isPublished = states.filter((state) => state === "published" || state === "read-back").length === 1
    const isRight = isWithdrawn ? times <= 1 : times === 1 && isPublished
    return isRight ? [] : [`${answered.messageKey}: ${states.join(", ")}; ${times} published`]
  })
  const strange = standing.filter((reply) => !answers.some((answered) => isAnswer(reply, answered)))
  return { wrong: [...wrong, ...strange.map(({ key }) => `${key} is published, and nobody approved it`)], count: standing.length }
}

/** Whether a reply that is shown under one message answers another, as far as the network tells. */
function isUnder(shown: MessageKey, wanted: MessageKey, written: Evening["written"]): boolean {
  if (shown === wanted) return true
  const [one, other] = [written.get(shown), written.get(wanted)]
  return other?.network.namesPeople === true && one?.thread === other.thread && one.authorId === other.authorId
}

/** Places with a secret, or in what is reported, with a name or a text; without the word itself. */
export function leaksOf({ networks, leaks, kept }: Evening): readonly string[] {
  const secrets = networks.flatMap((network) => network.secrets)
  return [...leaks, ...[...kept].flatMap((line) => leakIn(line, secrets) ?? [])]
}
