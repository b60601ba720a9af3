import type { Capabilities } from "@otklik/core/connector"
import type { TelegramOptions } from "./options.ts"

/** One thing that a connector may be able to do, in words. */
export interface TelegramCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

/** The longest text of a message (`sendMessage`). */
const replyLimit = 4096

/** What follows from the settings at hand. */
export function capabilitiesOf({ webhook, journal }: TelegramOptions): Capabilities {
  const reply = journal !== undefined
  return Object.freeze({
    pull: webhook === undefined,
    webhook: webhook !== undefined,
    reply,
    replyPhoto: reply,
    replyLimit,
    relay: false,
  })
}

/** The same in words, and what else Telegram does not let a bot do. */
export function describeCapabilities({ chats, webhook, journal }: TelegramOptions): readonly TelegramCapabilityNote[] {
  const isPushed = webhook !== undefined
  return [
    {
      topic: "updates",
      has: !isPushed,
      sentence: isPushed
        ? "with a webhook nothing can be pulled; what is not taken within a day is lost, and nobody is told"
        : `asks for the messages of ${chats.map(({ chatId, title }) => title ?? chatId).join(", ")}; Telegram keeps them for a day`,
    },
    {
      topic: "webhook",
      has: isPushed,
      sentence: isPushed
        ? "takes pushes"
        : "needs the secret_token of setWebhook, given as webhook.secret; then nothing is pulled any more",
    },
    {
      topic: "reply",
      has: journal !== undefined,
      sentence:
        journal === undefined
          ? "needs a journal: Telegram lets no bot look what it sent, so it must be written down (createJournalFile, or a table of yours)"
          : "answers under messages as the bot; a try that ended without an answer is never repeated, a person looks",
    },
    { topic: "search", has: false, sentence: "bots cannot search; only the chats that the bot is a member of are read" },
    { topic: "backfill", has: false, sentence: "bots cannot read what was written before they came, or more than a day ago" },
    { topic: "deletions", has: false, sentence: "Telegram tells bots nothing of deleted messages" },
    { topic: "private", has: false, sentence: "private chats, and chats that are not named in the options, are not taken in, by rule" },
  ]
}
