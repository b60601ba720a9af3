import type { IncomingMessage } from "@otklik/core"
import type { Capabilities } from "@otklik/core/connector"
import type { XOptions } from "./options.ts"

/** One thing that a connector may be able to do, in words. */
export interface XCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

const getApp = "the app's bearer token: from X's Developer Console, with credits on the account"
const getUser =
  "a token of the official account (OAuth 2.0 with PKCE, scopes tweet.read tweet.write users.read offline.access), renewed by createXUserToken"

/** Whether anything can be read. */
export function canRead({ tokens }: XOptions): boolean {
  return tokens.app !== undefined || tokens.user !== undefined
}

/** What follows from the tokens and the settings at hand. */
export function capabilitiesOf({ tokens, userScopes, webhook, replyLimit }: XOptions, sources: number): Capabilities {
  const reply = tokens.user !== undefined && userScopes.includes("tweet.write")
  return Object.freeze({
    pull: sources > 0,
    webhook: webhook !== undefined,
    reply,
    replyPhoto: reply && userScopes.includes("media.write"),
    // Weighted characters, not UTF-16 units: what is too long by weight alone is refused with its place.
    replyLimit,
    replyLinks: false,
    replyPlacements: Object.freeze(reply ? (["under-message"] as const) : []),
    relay: false,
  })
}

/** The same in words, what else X does not let anybody do, and what it demands. */
export function describeCapabilities(options: XOptions, capabilities: Capabilities): readonly XCapabilityNote[] {
  const { account, mentions, conversations, plan, searches, userScopes } = options
  const reads = canRead(options)
  const note = (topic: string, has: boolean, yes: string, no: string): XCapabilityNote => ({ topic, has, sentence: has ? yes : no })
  const no = (topic: string, sentence: string): XCapabilityNote => ({ topic, has: false, sentence })
  const isEnterprise = plan === "enterprise"
  return [
    note(
      "search",
      reads && searches.length > 0,
      `repeats ${searches.length} searches over the last seven days; every post that is read is paid for`,
      reads ? "no search is named in the options" : `needs ${getApp}`,
    ),
    note(
      "mentions",
      reads && mentions && account !== undefined,
      "reads the newest 800 mentions of the account",
      `needs account, mentions: true, and ${getApp} or ${getUser}`,
    ),
    note(
      "conversations",
      reads && conversations,
      "looks after the messages of open incidents: replies, later versions, deletions",
      `needs conversations: true and ${getApp}`,
    ),
    note(
      "webhook",
      capabilities.webhook,
      "takes pushes of the X Activity API",
      "needs the client secret of the app as webhook.clientSecret, a webhook registered at X, and subscriptions of the account",
    ),
    note("reply", capabilities.reply, "answers under messages as the account", `needs ${getUser}`),
    note(
      "replyToAnybody",
      capabilities.reply && isEnterprise,
      "answers everybody: an Enterprise plan was agreed on",
      "X lets apps without Enterprise answer only those who mentioned or quoted the account (since 2026-02-23); the others by hand",
    ),
    note(
      "replyPhoto",
      capabilities.replyPhoto,
      "uploads up to four photos",
      `needs the scope media.write${userScopes.includes("media.write") ? " and tweet.write" : ""} for the account's token, named in userScopes`,
    ),
    no("replyLinks", "replies with links are refused: X takes 0.20 instead of 0.015 dollars for them"),
    no("officialPost", "posts of one's own that mention people who did not ask for it are against X's rules; they are not published"),
    note(
      "government",
      isEnterprise,
      "an Enterprise plan was agreed on; name the government end users to X",
      "X's agreement lets government end users see its content on an Enterprise plan only, and wants them named: ask X before a desk of an authority goes live",
    ),
    note(
      "deletions",
      reads && conversations,
      "what is deleted on X is noticed for messages of open incidents; X demands that stored content is deleted or changed within 24 hours, so run a compliance job over the rest",
      "X demands that stored content is deleted or changed within 24 hours after it is on X: needs conversations: true for open incidents, and a compliance job over the rest",
    ),
    no("protected", "protected posts and direct messages are not read, by rule"),
  ]
}

/** Whether a message can be answered, as far as it shows. */
export interface XAnswerability {
  /** `unknown`: X will decide. */
  readonly answer: "yes" | "no" | "unknown"
  readonly sentence: string
}

/**
 * Whether X will let the account answer a message: before anybody drafts a reply to it.
 *
 * @param options - of the connector
 * @param capabilities - of the connector
 * @param message - its text, and its attachments, where a quoted post stands
 */
export function answerabilityOf(
  { account, plan }: XOptions,
  { reply }: Capabilities,
  { text, attachments }: Pick<IncomingMessage, "text" | "attachments">,
): XAnswerability {
  if (!reply || account === undefined) return { answer: "no", sentence: `the connector cannot answer: it needs ${getUser}` }
  if (plan === "enterprise") return { answer: "yes", sentence: "an Enterprise plan was agreed on" }
  const name = account.username.toLowerCase()
  const isMentioned = Array.from(text.matchAll(/(?<![\w@])@(\w{1,15})(?!\w)/g)).some(([, found]) => found?.toLowerCase() === name)
  if (isMentioned) return { answer: "yes", sentence: "it mentions the account" }
  const quoted = (attachments ?? []).flatMap(
    ({ url }) => /^https:\/\/(?:x|twitter)\.com\/(\w+)\/status\/\d+/.exec(url)?.[1]?.toLowerCase() ?? [],
  )
  if (quoted.includes(name)) return { answer: "yes", sentence: "it quotes the account" }
  if (quoted.includes("i")) return { answer: "unknown", sentence: "it quotes a post, and does not show whose" }
  return { answer: "no", sentence: "it neither mentions nor quotes the account: without Enterprise X refuses a reply; answer by hand" }
}
