import type { Capabilities } from "@otklik/core/connector"
import type { VkOptions } from "./options.ts"

/** One thing that a connector may be able to do, in words. */
export interface VkCapabilityNote {
  /** What it is about, as `reply` or `search`. */
  readonly topic: string
  readonly has: boolean
  /** What it does, or what is missing and how to get it. */
  readonly sentence: string
}

const getService =
  "a service key: make an application at id.vk.com, and copy the key from its settings; it does not end and works from any address"
const getCommunity =
  'a community token: in the community\'s settings, "API usage", create a key with the rights "wall" and "community management"'
const getUser =
  "a user token of an administrator with the rights wall, photos and groups; VK gives new applications none of them without asking its support"

/** Which kinds of tokens read. */
export function canRead({ tokens }: VkOptions): boolean {
  return tokens.service !== undefined || tokens.user !== undefined
}

/** What follows from the tokens and the settings at hand. */
export function capabilitiesOf(options: VkOptions, sources: number): Capabilities {
  const { tokens, communityId, callback } = options
  const reply = tokens.community !== undefined && communityId !== undefined && canRead(options)
  return Object.freeze({
    pull: sources > 0,
    webhook: callback !== undefined,
    reply,
    replyPhoto: reply && tokens.user !== undefined,
    replyLimit: null, // VK documents none for comments
    relay: false,
  })
}

/** The same in words, and what else VK does not let anybody do. */
export function describeCapabilities(options: VkOptions, capabilities: Capabilities): readonly VkCapabilityNote[] {
  const { tokens, walls, searches, boards, mentions, longPoll, callback } = options
  const reads = canRead(options)
  const note = (topic: string, has: boolean, yes: string, no: string): VkCapabilityNote => ({ topic, has, sentence: has ? yes : no })
  return [
    note(
      "walls",
      reads && walls.length > 0,
      `reads ${walls.length} walls with their comments`,
      reads ? "no wall is named in the options" : `needs ${getService}`,
    ),
    note(
      "search",
      reads && searches.length > 0,
      `repeats ${searches.length} searches; VK shows a part of what there is`,
      reads ? "no search is named in the options" : `needs ${getService}`,
    ),
    note(
      "boards",
      reads && boards.length > 0,
      `reads ${boards.length} boards`,
      reads ? "no board is named in the options" : `needs ${getService}`,
    ),
    note(
      "mentions",
      mentions && tokens.user !== undefined,
      "reads posts that mention the token's owner",
      `needs mentions: true and ${getUser}`,
    ),
    note(
      "longPoll",
      longPoll && tokens.community !== undefined,
      "reads the events of the community by Bots Long Poll",
      `needs longPoll: true and ${getCommunity}`,
    ),
    note(
      "webhook",
      callback !== undefined,
      "takes pushes of the Callback API",
      'needs the secret of a callback server: in the community\'s settings, "API usage", add a server with a secret key, and give the secret as callback.secret',
    ),
    note(
      "reply",
      capabilities.reply,
      "answers on walls as the community",
      `needs communityId, ${getCommunity}; and, to read back what stands, ${getService}`,
    ),
    note("replyPhoto", capabilities.replyPhoto, "uploads photos with the user token", `needs ${getUser}; a community token gets error 27`),
    { topic: "private", has: false, sentence: "closed communities, private profiles and messages are not read, by rule" },
    note(
      "suggested",
      options.suggested,
      tokens.user === undefined
        ? `takes suggested posts from events alone; to read those that were missed it needs ${getUser}`
        : "reads the posts that people suggest to the community; they cannot be answered until they are published",
      "posts that people suggest to the community are not read; needs suggested: true",
    ),
    {
      topic: "deletions",
      has: true,
      sentence:
        "tells when a comment is deleted, by events and, while an incident is open, by reading, and when VK says it of a post; a post that VK only leaves out is not told",
    },
  ]
}
