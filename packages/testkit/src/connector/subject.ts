import assert from "node:assert/strict"
import type { Connector, IncomingMessage, Instant, MessageKey } from "@otklik/core"
import type { Capabilities, MessageNotice } from "@otklik/core/connector"

/** Where an item is that must be skipped. */
export interface ExpectedSkip {
  /** The field, as `publishedAt`; empty for the whole item. */
  readonly path: string
  /** Its line, for a file; counted from 1. */
  readonly line?: number
}

/** A push of the network that holds messages. */
export interface GenuinePush {
  /** The push. */
  readonly request: Request
  /** The messages in it. */
  readonly messages: readonly IncomingMessage[]
}

/** A network, or a simulation of one, with one connector on it. */
export interface ConnectorWorld {
  /** The connector that is checked. */
  readonly connector: Connector
  /** Another connector with the same options on the same data, as after a restart of the process. */
  reopen(): Promise<Connector>
  /** The source that is read. */
  readonly sourceId: string
  /**
   * Every message that the source holds, as it must arrive: eight or more, one with a text of more than a thousand
   * UTF-16 units.
   */
  readonly expected: readonly IncomingMessage[]
  /** Every item that cannot be understood and must be reported. */
  readonly expectedSkips: readonly ExpectedSkip[]
  /**
   * Words that no report and no error may repeat: texts and authors of the items above, the credential. One or more.
   */
  readonly secrets: readonly string[]
  /** The present moment that is handed to the connector. */
  readonly now: Instant
  /**
   * Makes content of kinds that the connector does not know appear in the source, without a word beside it: a poll, a
   * story, an attachment or an update of an unknown type. Needed for a connector whose sources can be pulled.
   *
   * @returns where each must be reported
   */
  addUnknown?(): Promise<readonly ExpectedSkip[]>
  /** Makes one more message appear in the source; absent when that cannot be done. */
  append?(): Promise<IncomingMessage>
  /**
   * Makes something become of a message that the source holds: it is deleted, or takes no comments any more; absent
   * when that cannot be seen in the source.
   *
   * @returns what a reading that watches the message must tell
   */
  withdraw?(): Promise<MessageNotice>
  /**
   * From now on the network gives less at a time than the connector asks for, and says so; absent where it never does.
   */
  giveLess?(): Promise<void>
  /**
   * From now on the network answers with an error of its own, for ever, when it is asked for what is below one of the
   * messages; absent where the source has no threads.
   *
   * @param code - the error, as the network numbers it: one of `lastingErrors`
   * @returns the keys of all that cannot be read any more
   */
  failThread?(code: number): Promise<readonly MessageKey[]>
  /**
   * From now on the network gives every message of `expected` in a shape that nobody knows, as when it spells its
   * moments in another way; absent where that cannot be done.
   */
  garble?(): Promise<void>
  /** Needed for a connector that takes pushes. */
  readonly pushes?: {
    /** A push as the network sends it. */
    genuine(): Promise<GenuinePush>
    /** A push that another party made up: a wrong signature or secret. */
    forged(): Promise<Request>
    /** A push as the network sends it, of a kind that the connector does not know. */
    unknown(): Promise<Request>
    /** A push that tells what became of messages; absent where the network pushes nothing of the kind. */
    withdrawn?(): Promise<{
      /** The push. */
      readonly request: Request
      /** What it says about messages. */
      readonly notices: readonly MessageNotice[]
    }>
  }
  /** Needed for a connector that can reply. */
  readonly replies?: {
    /** A message that may be answered. */
    readonly messageKey: MessageKey
    /**
     * A message that it can never answer, as its key tells: another group's, another network's; absent where there is
     * none.
     */
    readonly foreignKey?: MessageKey
    /** How many replies of ours the network shows. */
    count(): Promise<number>
    /** Lets a request that publishes arrive late; absent where that cannot be done. */
    readonly late?: {
      /** The connection of the next request that publishes breaks, and what was sent does not arrive yet. */
      delayNext(): void
      /** What was sent arrives now. */
      arrive(): void
    }
  }
  /** Clears up. */
  close(): Promise<void>
}

/** What the connector contract is checked on. */
export interface ConnectorSubject {
  /** What the connector must say that it can; decides which promises it makes. */
  readonly capabilities: Capabilities
  /** What a world holds beside messages; a promise about what it does not hold is not checked. */
  readonly offers: {
    /** `append` is there. */
    readonly append: boolean
    /** `expectedSkips` is not empty. */
    readonly skips: boolean
    /** The source has at least one gap. */
    readonly gaps: boolean
    /** `withdraw` is there. Absent: it is not. */
    readonly notices?: boolean
    /** `pushes.withdrawn` is there. Absent: it is not. */
    readonly pushedNotices?: boolean
    /** `giveLess` is there. Absent: it is not. */
    readonly lessAtATime?: boolean
    /**
     * The errors with which one thread may fail for ever, as the network numbers them: `failThread` is there. Absent:
     * it is not.
     */
    readonly lastingErrors?: readonly number[]
    /** The source promises the order of its messages (`order: "published"`). Absent: it does not. */
    readonly ordered?: boolean
    /** `garble` is there. Absent: it is not. */
    readonly garbled?: boolean
    /** The connector can delete its replies: `doRetract` is there. Absent: it cannot. */
    readonly retract?: boolean
    /** `replies.late` is there. Absent: it is not. */
    readonly late?: boolean
    /** `replies.foreignKey` is there. Absent: it is not. */
    readonly foreign?: boolean
  }
  /** Makes a new world, equal to the one before and independent of it. Every case asks for its own. */
  setUp(): Promise<ConnectorWorld>
}

/** The least number of messages that a world offers: one more than the largest page that is walked. */
const leastMessages = 8

/** The length above which a text counts as long, in UTF-16 units. */
const longText = 1000

/**
 * Gives a check a world of its own, and clears it up whatever happens. A world that offers too little makes every case
 * fail: a check that has nothing to look at must not pass.
 *
 * @param subject - makes the world
 * @param check - looks at it
 */
export async function inWorld<Result>(subject: ConnectorSubject, check: (world: ConnectorWorld) => Promise<Result>): Promise<Result> {
  const world = await subject.setUp()
  try {
    assert.ok(world.expected.length >= leastMessages, `the subject must offer ${leastMessages} messages or more`)
    assert.ok(
      world.expected.some((message) => message.text.length > longText),
      `the subject must offer a text of more than ${longText} UTF-16 units`,
    )
    assert.ok(
      world.secrets.length > 0 && world.secrets.every((secret) => secret.length > 3),
      "the subject must offer secrets of 4 or more characters",
    )
    assert.equal(world.expectedSkips.length > 0, subject.offers.skips, "the subject must have skipped items exactly when it says so")
    return await check(world)
  } finally {
    await world.close()
  }
}
