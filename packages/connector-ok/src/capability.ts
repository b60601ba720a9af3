import type { Capabilities } from "@otklik/core/connector"
import type { OkOptions } from "./options.ts"

/** One thing that a connector may be able to do, in words. */
export interface OkCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

/** What follows from the settings at hand. */
export function capabilitiesOf({ reply }: OkOptions, sources: number): Capabilities {
  return Object.freeze({
    pull: sources > 0,
    webhook: false,
    reply: reply !== undefined,
    replyPhoto: false,
    replyLimit: null, // OK documents none for comments
    relay: false,
  })
}

/** The same in words, and what else OK does not let anybody do. */
export function describeCapabilities({ groups, discussions, reply }: OkOptions): readonly OkCapabilityNote[] {
  const note = (topic: string, has: boolean, yes: string, no: string): OkCapabilityNote => ({ topic, has, sentence: has ? yes : no })
  const no = (topic: string, sentence: string): OkCapabilityNote => ({ topic, has: false, sentence })
  return [
    note("groups", groups.length > 0, `reads topics and comments of ${groups.length} groups`, "no group is named in the options"),
    note(
      "discussions",
      discussions && groups.length > 0,
      "reads new comments under old topics too, in those of the groups that the token's owner belongs to",
      "needs discussions: true, and groups that the token's owner joined",
    ),
    note(
      "reply",
      reply !== undefined,
      "answers as the group in its own topics, as long as OK lets the application do so",
      "needs reply: { groupId }, a token of an administrator of the group, and a word in writing from api-support@ok.ru that the application may call discussions.addDiscussionComment; until then, follow the message's link and answer by hand",
    ),
    no("replyPhoto", "how a photo is attached to a comment is not documented; put a link into the text"),
    no("search", "OK has no search by words; what its search by hashtags answers is not documented, and it is not read"),
    no("mentions", "OK has no list of mentions"),
    no("webhook", "OK's known pushes are of private messages; topics and comments are read"),
    no("private", "closed groups, private profiles and messages are not read, by rule"),
    no("changes", "edits and deletions are not told: OK has no events of them, and lists do not show when a text was changed"),
  ]
}
