import { addMinutes, type Clock, type Instant, type MessageKey } from "@otklik/core"
import { oneOf } from "../random.ts"
import { chaosKeyword, type ChaosNetwork, type ChaosOffer } from "./subject.ts"

/** What every text of a citizen holds: it may appear nowhere else. */
export const citizenWords = "у дома на Тайной улице"

/** A message that somebody wrote, and what became of it. */
export interface Written {
  readonly key: MessageKey
  readonly network: ChaosNetwork
  readonly authorId: string
  readonly at: Instant
  /** The round in which it was written. */
  readonly round: number
  readonly thread: Thread
  /** The comment that it answers. */
  readonly parent: Written | undefined
  readonly isPost: boolean
  /** The desk is to find it. */
  readonly isExpected: boolean
  /** What its text holds since it was edited. */
  mark: string | undefined
  isRemoved: boolean
}

/** A post with what is below it. */
export interface Thread {
  readonly messages: Written[]
  isClosed: boolean
  /** Whether what is below the post cannot be read, ever. */
  readonly isUnreadable?: boolean
}

/** Whether a message is gone, or what it stood below. */
export function isGone(message: Written): boolean {
  return message.isRemoved || isBuried(message)
}

/** Whether what a message stood below is gone: nobody can see any more what became of it. */
export function isBuried({ isPost, parent, thread }: Written): boolean {
  return !isPost && (thread.messages[0]?.isRemoved === true || parent?.isRemoved === true)
}

/** Everybody who writes. */
export interface Citizens {
  /** Everything that was written so far, by its key. */
  readonly written: ReadonlyMap<MessageKey, Written>
  /** About so many messages are written now. */
  write(round: number, count: number): void
  /**
   * The account or a citizen writes a post below which nothing can be read.
   *
   * @returns its key
   */
  writeUnreadable(network: ChaosNetwork, round: number): MessageKey
  /** A neighbour complains below every such post. */
  complainUnread(round: number): void
  /** Some of what was written before is edited, deleted, or closed for comments. */
  change(round: number, count: number): void
}

/** What a network shows beside messages that hold the word that is searched for. */
export type Offered = (network: ChaosNetwork, offer: ChaosOffer) => boolean

/** Messages of so many rounds ago are changed: most were read. */
const settledRounds = 2

/** One message in so many is changed later. */
const changedShare = 8

/** Makes the citizens of all networks. */
export function createCitizens(networks: readonly ChaosNetwork[], offers: Offered, clock: Clock, random: () => number): Citizens {
  const written = new Map<MessageKey, Written>()
  const threads = new Map(networks.map((network) => [network, [] as Thread[]]))
  const unreadable: Thread[] = []
  let number = 0

  function textOf({ preface = "" }: ChaosNetwork, words: string): string {
    number += 1
    return `${preface} ${words} ${citizenWords}, ${number}`.trim()
  }

  /** Lists may show a message some minutes after it was written. */
  function someMinutesAgo({ lateMinutes = 7 }: ChaosNetwork): Instant {
    return addMinutes(clock.now(), -Math.floor(random() * lateMinutes))
  }

  function keep(fields: Omit<Written, "mark" | "isRemoved">): Written {
    const message: Written = { ...fields, mark: undefined, isRemoved: false }
    written.set(message.key, message)
    message.thread.messages.push(message)
    return message
  }

  function post(network: ChaosNetwork, round: number): Thread {
    const isCitizens = offers(network, "posts")
    const isComplaint = !isCitizens || random() < 0.5
    const authorId = isCitizens ? network.authorIds[0] : network.accountId
    const at = someMinutesAgo(network)
    const text = textOf(network, isComplaint ? `Опять ${chaosKeyword}` : "Добрый день")
    const key = network.simulator.publish({ accountId: network.accountId, authorId, at, text })
    const thread: Thread = { messages: [], isClosed: false }
    keep({ key, network, authorId, at, round, thread, parent: undefined, isPost: true, isExpected: isComplaint && isCitizens })
    threads.get(network)?.push(thread)
    return thread
  }

  function comment(network: ChaosNetwork, round: number, thread: Thread): void {
    const [root, ...below] = thread.messages
    if (root === undefined || thread.isClosed || root.isRemoved) return
    const tops = below.filter((other) => other.parent === undefined && !other.isRemoved)
    const parent = random() < 0.3 ? oneOf(tops, random) : undefined
    const isMatch = random() < 0.5
    const authorId = random() < 0.5 ? network.authorIds[0] : network.authorIds[1]
    const at = [root.at, parent?.at ?? "", someMinutesAgo(network)].reduce((one, other) => (one > other ? one : other))
    const text = textOf(network, isMatch ? `И у нас ${chaosKeyword}` : "Пишу ещё раз")
    const key = network.simulator.comment({ under: (parent ?? root).key, authorId, at, text })
    // What an author adds below a complaint of the own belongs to it.
    const isFollowUp =
      offers(network, "follow-ups") && [root, parent].some((above) => above?.isExpected === true && above.authorId === authorId)
    keep({ key, network, authorId, at, round, thread, parent, isPost: false, isExpected: isMatch || isFollowUp })
  }

  function changeOne(network: ChaosNetwork, round: number): void {
    const open = (threads.get(network) ?? []).slice(-100).flatMap(({ messages }) => messages)
    const settled = open.filter((message) => message.isExpected && round - message.round >= settledRounds && !isGone(message))
    const message = oneOf(settled, random)
    if (message === undefined) return
    const { key, isPost, thread } = message
    const chance = random()
    if (chance < 0.5) {
      if (network.editsOnce === true && message.mark !== undefined) return
      message.mark = textOf(network, `Уточняю: ${chaosKeyword}`)
      network.simulator.edit(key, message.mark)
    } else if (chance < 0.85) {
      const isRoot = isPost || open.some(({ parent }) => parent === message)
      if (isRoot && random() < 0.7) return // Most of what goes has nothing below it.
      message.isRemoved = true
      network.simulator.remove(key)
    } else if (!thread.isClosed) {
      thread.isClosed = true
      network.simulator.closeComments(thread.messages[0]?.key ?? key)
    }
  }

  return {
    written,
    writeUnreadable(network, round) {
      const authorId = offers(network, "posts") ? network.authorIds[0] : network.accountId
      const at = clock.now()
      const key = network.simulator.publish({ accountId: network.accountId, authorId, at, text: textOf(network, "Добрый день") })
      const thread: Thread = { messages: [], isClosed: false, isUnreadable: true }
      keep({ key, network, authorId, at, round, thread, parent: undefined, isPost: true, isExpected: false })
      unreadable.push(thread)
      return key
    },
    complainUnread(round) {
      for (const thread of unreadable) {
        const [root] = thread.messages
        if (root === undefined) continue
        const { network } = root
        const [at, authorId] = [clock.now(), network.authorIds[1]]
        const key = network.simulator.comment({ under: root.key, authorId, at, text: textOf(network, `И у нас ${chaosKeyword}`) })
        keep({ key, network, authorId, at, round, thread, parent: undefined, isPost: false, isExpected: true })
      }
    },
    write(round, count) {
      for (const network of networks) {
        let left = Math.max(1, Math.round(count * (network.share ?? 1)))
        while (left > 0) {
          const old = oneOf((threads.get(network) ?? []).slice(-100), random)
          const thread = old === undefined || random() < 0.7 ? post(network, round) : old
          const below = Math.min(left - 1, Math.floor(random() * 8))
          for (let place = 0; place < below; place += 1) comment(network, round, thread)
          left -= 1 + below
        }
      }
    },
    change(round, count) {
      for (const network of networks) {
        const times = (count * (network.share ?? 1)) / changedShare
        for (let time = 0; time < times; time += 1) if (random() < times - time) changeOne(network, round)
      }
    },
  }
}
