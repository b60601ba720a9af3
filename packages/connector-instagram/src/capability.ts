import type { Capabilities } from "@otklik/core/connector"
import type { InstagramOptions } from "./options.ts"
import { longestReply } from "./reply/text.ts"

/** One thing that a connector may be able to do, in words. */
export interface InstagramCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

const facebookLogin =
  'login: "facebook": link the account with a Page, and log in by Facebook Login with instagram_basic, instagram_manage_comments, pages_show_list and pages_read_engagement; tokens of Instagram Login cannot'

/** What follows from the settings at hand. The rights of a token are not known before it is used: `doCheck` tells them. */
export function capabilitiesOf({ webhook }: InstagramOptions): Capabilities {
  return Object.freeze({
    pull: true,
    webhook: webhook !== undefined,
    reply: true,
    replyPhoto: false,
    replyLimit: longestReply,
    relay: false,
  })
}

/** Whether what mentions the account can be read and answered. */
export function canMention({ login }: Pick<InstagramOptions, "login">): boolean {
  return login === "facebook"
}

/** The same in words, and what else Instagram does not let anybody do. */
export function describeCapabilities(options: InstagramOptions): readonly InstagramCapabilityNote[] {
  const { login, mediaCount, tags, hashtags, accounts, webhook } = options
  const isFacebook = login === "facebook"
  const note = (topic: string, has: boolean, yes: string, no: string): InstagramCapabilityNote => ({ topic, has, sentence: has ? yes : no })
  const no = (topic: string, sentence: string): InstagramCapabilityNote => ({ topic, has: false, sentence })
  return [
    note("media", true, `reads the account's media, and the comments under the newest ${mediaCount} and under those of open incidents`, ""),
    note("tags", tags, "reads media in which others tagged the account; they take no replies", "needs tags: true"),
    note(
      "hashtags",
      isFacebook && hashtags.length > 0,
      `reads ${hashtags.length} hashtags of at most 30 within seven days; Instagram tells no author of what it finds, and lets nobody answer there`,
      isFacebook
        ? "no hashtag is named in the options; Meta reviews the application for Instagram Public Content Access"
        : `needs ${facebookLogin}`,
    ),
    note(
      "accounts",
      isFacebook && accounts.length > 0,
      `reads the posts of ${accounts.length} other professional accounts, without their comments; they take no replies`,
      isFacebook ? "no account is named in the options" : `needs ${facebookLogin}`,
    ),
    note(
      "mentions",
      isFacebook && webhook !== undefined,
      "reads what mentions the account when Meta pushes it, and answers there; what was not pushed cannot be listed",
      isFacebook ? "needs webhook: mentions are pushed, and not listed anywhere" : `needs ${facebookLogin}`,
    ),
    note(
      "webhook",
      webhook !== undefined,
      "takes pushes of comments, of comments on live videos and of mentions",
      "needs app and webhook: the application must be live with Advanced Access, subscribed to the object instagram, and enabled for the account",
    ),
    note(
      "reply",
      true,
      `answers under the account's own media and their comments${isFacebook ? ", and where it is mentioned" : "; not where it is mentioned, which cannot be read by Instagram Login"}`,
      "",
    ),
    no("replyPhoto", "comments take no photos; put a link into the text"),
    no("search", "Instagram has no search by words; name hashtags instead"),
    no("private", "stories, messages, private accounts and their posts are not read, by rule"),
    no("events", "Instagram pushes no edits and no deletions; messages of open incidents are looked at again"),
  ]
}
