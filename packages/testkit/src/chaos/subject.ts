import type { Connector, KnownAccount, MessageKey, Storage } from "@otklik/core"
import type { ManualClock } from "../clock.ts"
import type { NetworkSimulator, SimulatedFault, SimulatedFaultKind } from "../network/index.ts"

/**
 * What a chaos run asks of a simulated network. Every `NetworkSimulator` is one, and so may be a simulation of a
 * network of your own.
 */
export type ChaosSimulator = Pick<
  NetworkSimulator,
  "publish" | "comment" | "edit" | "remove" | "closeComments" | "replies" | "deliver" | "inject" | "heal" | "requests" | "disturbed"
>

/** What complaints of a run hold, and nothing else does: a connector that searches for words searches for it. */
export const chaosKeyword = "яма"

/**
 * Something that a network shows to a connector. What is not offered happens all the same, and is not expected to be
 * heard of.
 */
export type ChaosOffer =
  /** Posts of citizens. Else posts are the account's own, and citizens write below them. */
  | "posts"
  /** What an author adds below a complaint of the own, although no word of it is searched for. */
  | "follow-ups"
  | "edited-posts"
  | "edited-comments"
  | "deleted-posts"
  | "deleted-comments"
  /** That nobody can comment below a post any more. */
  | "closed-comments"
  /** Replies can be published. */
  | "replies"
  /** The comments below one post can be made to fail for ever: `lastingFault` is there. */
  | "lasting-errors"

/** One simulated network with its official account, and the connector that is tested. */
export interface ChaosNetwork {
  /** The network. */
  readonly simulator: ChaosSimulator
  /** Makes the connector anew, as after a restart: it remembers nothing. */
  connect(): Connector
  /** The official account, as the desk knows it. */
  readonly account: KnownAccount
  /** The account's id in the network: who writes its posts. */
  readonly accountId: string
  /** Two people, as the network names them. */
  readonly authorIds: readonly [citizen: string, stranger: string]
  /**
   * Every text begins with it, as `@account` where nobody can be answered who did not speak to the account. Absent:
   * nothing.
   */
  readonly preface?: string
  /** Tokens, keys, names of people: whatever may be reported nowhere, and no storage may keep. */
  readonly secrets: readonly string[]
  /** What is offered here, where it is less than the subject offers. */
  readonly offers?: readonly ChaosOffer[]
  /**
   * So many minutes late a message may appear in lists. Default 7; 0 where they are ordered by ids that grow with time.
   */
  readonly lateMinutes?: number
  /** Of all messages, so many are written here. Default 1: all; several networks share. */
  readonly share?: number
  /**
   * The call by which replies are published, as the network names it: it is also refused for good now and then. Absent:
   * it is not.
   */
  readonly replyOperation?: string
  /**
   * Edits carry no moment and come in any order, so that nobody can tell which of two is newer: a message is edited
   * once. Default false: again and again.
   */
  readonly editsOnce?: boolean
  /**
   * A reply shows whom it answers and not what: of several messages of one person in a thread, the network does not
   * tell which one. Default false.
   */
  readonly namesPeople?: boolean
  /**
   * The fault by which everything below one post fails for ever, whatever heals: a lasting error of the network. It is
   * reported as a gap and named by `doCheck`, and all else is read. Needed where `lasting-errors` is offered.
   *
   * @param postKey - of the post, which the run writes
   */
  lastingFault?(postKey: MessageKey): SimulatedFault
  /** More that goes wrong here, in turn with what goes wrong everywhere. */
  readonly moreFaults?: readonly SimulatedFaultKind[]
}

/** Everything that one run needs. */
export interface ChaosWorld {
  /** Moves by itself while somebody waits by it; see `createFlowingClock`. */
  readonly clock: ManualClock
  /** Empty. */
  readonly storage: Storage
  /** The networks of the world. */
  readonly networks: readonly ChaosNetwork[]
  /** Everything that the storage keeps, as text. Absent: nobody looks into it. */
  kept?(): Iterable<string>
  /** Clears up. */
  close?(): Promise<void>
}

/** How long and how wild a run is. */
export interface ChaosSubject {
  /** Everything that happens follows from it. A whole number. */
  readonly seed: number
  /** About so many messages over all networks. */
  readonly messages: number
  /** Rounds of ten minutes in which they are written. */
  readonly rounds: number
  /** What the networks offer; a promise about what none of them offers is not made. */
  readonly offers: readonly ChaosOffer[]
  /** The process is killed after so many calls at most, again and again. Absent: never. */
  readonly killEvery?: number
  /** Names of diagnostics channels that are listened to beside those of the core. */
  readonly channels?: readonly string[]
  /**
   * Makes a world.
   *
   * @param shared - `random`: the chance of this run, for connectors
   */
  setUp(shared: {
    /** A source of chance that a seed repeats. */
    readonly random: () => number
  }): ChaosWorld | Promise<ChaosWorld>
}

/** What a run came to: lists that must be empty, and how much was looked at. */
export interface ChaosReport {
  /** Messages that should have been found and were not. */
  readonly lost: readonly MessageKey[]
  /** Messages that were found more than once. */
  readonly doubled: readonly MessageKey[]
  /** Messages that were kept and are none of the desk's business. */
  readonly strangers: readonly MessageKey[]
  /** Messages that were edited and are kept as they were before, or that were not and count as edited. */
  readonly outdated: readonly MessageKey[]
  /** Messages that are gone, or closed for comments, without a report; or the other way round. */
  readonly unnoticed: readonly MessageKey[]
  /**
   * What could not be read because of a lasting error and lies in no gap, and the networks of which `doCheck` does not
   * say so, in words without a text.
   */
  readonly untold: readonly string[]
  /** Approved replies that do not stand once under their message, in words without a text. */
  readonly replies: readonly string[]
  /** What was reported although it is a secret, a name or a text: the beginning of each place, the word left out. */
  readonly leaks: readonly string[]
  /** Channels that were to be listened to and on which nothing was reported. */
  readonly silent: readonly string[]
  /** What happened. */
  readonly counts: ChaosCounts
}

/** How much a run looked at. */
export interface ChaosCounts {
  /** Messages that were to be found. */
  readonly expected: number
  /** Incidents. */
  readonly incidents: number
  /** Edits of messages that the desk has, as deletions and closings: those that it was to notice. */
  readonly edits: number
  /** Messages that were deleted. */
  readonly deletions: number
  /** Threads that were closed for comments. */
  readonly closings: number
  /** Incidents with an approved reply, and published replies. */
  readonly approved: number
  /** Replies that were published. */
  readonly published: number
  /** Replies that a network refused for good. */
  readonly refused: number
  /** Messages below posts whose comments answer with a lasting error. */
  readonly unreadable: number
  /** Calls of networks, calls and deliveries among them that a fault hit, and readings that failed for it. */
  readonly requests: number
  /** Calls that were disturbed. */
  readonly disturbed: number
  /** Calls that failed. */
  readonly failures: number
  /** Pushes that were acknowledged. */
  readonly pushes: number
  /** How many times the process was killed. */
  readonly kills: number
}
