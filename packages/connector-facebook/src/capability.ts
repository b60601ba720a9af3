import type { Capabilities } from "@otklik/core/connector"
import type { FacebookOptions } from "./options.ts"

/** One thing that a connector may be able to do, in words. */
export interface FacebookCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

const getApp = 'the application\'s id and secret: in Meta\'s dashboard, "App settings", "Basic"; give them as app'

/** What follows from the settings at hand. Which rights the token has is known to Meta alone: `doCheck` asks. */
export function capabilitiesOf({ webhook }: FacebookOptions, sources: number): Capabilities {
  return Object.freeze({
    pull: sources > 0,
    webhook: webhook !== undefined,
    reply: true,
    replyPhoto: true,
    replyLimit: null, // Meta documents none for comments
    relay: false,
  })
}

/** The same in words, and what else Meta does not let anybody do. */
export function describeCapabilities({ lists, publicPages, app, webhook }: FacebookOptions): readonly FacebookCapabilityNote[] {
  const note = (topic: string, has: boolean, yes: string, no: string): FacebookCapabilityNote => ({ topic, has, sentence: has ? yes : no })
  const never = (topic: string, sentence: string): FacebookCapabilityNote => ({ topic, has: false, sentence })
  const reading = "needs the Page's token with pages_read_engagement and pages_read_user_content"
  return [
    note(
      "feed",
      lists.includes("feed"),
      `reads everything on the Page with its comments; ${reading}`,
      'not asked for: add "feed" to lists',
    ),
    note(
      "visitorPosts",
      lists.includes("visitor_posts"),
      `reads what visitors wrote on the Page; ${reading}`,
      'not asked for: add "visitor_posts" to lists',
    ),
    note(
      "tagged",
      lists.includes("tagged"),
      `reads public posts elsewhere that tag the Page; ${reading}`,
      'not asked for: add "tagged" to lists',
    ),
    note(
      "publicPages",
      publicPages.length > 0,
      `reads ${publicPages.length} other Pages; Meta must have reviewed the application for Page Public Content Access`,
      `needs publicPages, ${getApp}; and Meta's review of the application for Page Public Content Access with business verification, which it usually refuses`,
    ),
    never(
      "search",
      "there is no search of public posts by words: Meta offers none to anybody; the Page's own lists and tags are what can be read",
    ),
    note(
      "webhook",
      webhook !== undefined,
      "takes pushes of the fields feed and mention, signed with the application's secret",
      `needs webhook.verifyToken, ${getApp}; the application must be live, with both sides subscribed: its own, and the Page's by subscribed_apps`,
    ),
    note(
      "health",
      app !== undefined,
      "tells when the token ends, and which rights and subscriptions are missing",
      `needs ${getApp}; without it, only whether the Page can be read`,
    ),
    note("reply", true, "answers under posts and comments as the Page, with the right pages_manage_engagement", ""),
    note("replyPhoto", true, "one photo with a comment, which Facebook fetches itself: its address must be public", ""),
    never("replyAsPost", "an answer as a post of the Page's own is not offered"),
    never("groups", "groups are closed to applications since 22 April 2024, in all versions"),
    never("profiles", "profiles and pages of people are not read, by rule; what they write on the Page or with a tag of it is"),
    never("reviews", "reviews of the Page are not read: they have no address and cannot be answered by applications"),
    never("private", "messages are not read, by rule; private answers to comments are not offered"),
  ]
}
