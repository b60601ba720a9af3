import { capabilityNote, createHealthLook, type CapabilityNote } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "./api/client.ts"
import { listSchema } from "./api/schemas.ts"
import type { VkOptions } from "./options.ts"
import type { Openness } from "./sources/openness.ts"

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
export function describeCapabilities(options: VkOptions, capabilities: Capabilities): readonly CapabilityNote[] {
  const { tokens, walls, searches, boards, mentions, longPoll, callback } = options
  const reads = canRead(options)
  return [
    capabilityNote(
      "walls",
      reads && walls.length > 0,
      `reads ${walls.length} walls with their comments`,
      reads ? "no wall is named in the options" : `needs ${getService}`,
    ),
    capabilityNote(
      "search",
      reads && searches.length > 0,
      `repeats ${searches.length} searches; VK shows a part of what there is`,
      reads ? "no search is named in the options" : `needs ${getService}`,
    ),
    capabilityNote(
      "boards",
      reads && boards.length > 0,
      `reads ${boards.length} boards`,
      reads ? "no board is named in the options" : `needs ${getService}`,
    ),
    capabilityNote(
      "mentions",
      mentions && tokens.user !== undefined,
      "reads posts that mention the token's owner",
      `needs mentions: true and ${getUser}`,
    ),
    capabilityNote(
      "longPoll",
      longPoll && tokens.community !== undefined,
      "reads the events of the community by Bots Long Poll",
      `needs longPoll: true and ${getCommunity}`,
    ),
    capabilityNote(
      "webhook",
      callback !== undefined,
      "takes pushes of the Callback API",
      'needs the secret of a callback server: in the community\'s settings, "API usage", add a server with a secret key, and give the secret as callback.secret',
    ),
    capabilityNote(
      "reply",
      capabilities.reply,
      "answers on walls as the community",
      `needs communityId, ${getCommunity}; and, to read back what is published, ${getService}`,
    ),
    capabilityNote(
      "replyPhoto",
      capabilities.replyPhoto,
      "uploads photos with the user token",
      `needs ${getUser}; a community token gets error 27`,
    ),
    { topic: "private", has: false, sentence: "closed communities, private profiles and messages are not read, by rule" },
    capabilityNote(
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
        "reports deleted comments, by events and, while an incident is open, by reading, and posts that VK marks as deleted; a post that VK only leaves out is not reported",
    },
  ]
}

const permissionsSchema = z.looseObject({ permissions: z.array(z.looseObject({ name: z.string() })) })

const serversSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.number().int(), secret_key: z.string().default(""), status: z.string() })),
})

const settingsSchema = z.looseObject({
  api_version: z.string().optional(),
  events: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
})

/** Events without which complaints in the community would be missed. */
const neededEvents = ["wall_post_new", "wall_reply_new", "wall_reply_edit"]

/**
 * Asks VK how the connector's tokens, walls and callback server do.
 *
 * @param options - of the connector
 * @param api - VK
 * @param openness - of communities
 * @param noticed - what reading and the webhook showed to be wrong, as sentences
 */
export async function checkHealth(
  options: VkOptions,
  api: VkApi,
  openness: Openness,
  noticed: () => readonly string[],
  { signal }: CallOptions = {},
): Promise<Health> {
  const { communityId, walls, callback } = options
  const abort = signal === undefined ? {} : { signal }
  const { look, problems } = createHealthLook(signal === undefined ? {} : { signal })
  let expiresAt: Instant | null = null
  for (const kind of ["service", "community", "user"] as const) {
    await look(`${kind} token`, async () => {
      const token = await api.source(kind)?.current(abort)
      if (token === undefined || token.expiresAt === null) return
      if (expiresAt === null || token.expiresAt < expiresAt) expiresAt = token.expiresAt
      if (token.expiresAt <= options.clock.now()) problems.push(`${kind} token: it ended; give the connector a valid token of VK`)
    })
  }
  if (communityId !== undefined && api.has("community")) {
    await look("community token", async () => {
      const call = { method: "groups.getTokenPermissions", tokens: ["community"], priority: "discovery", params: {}, ...abort } as const
      const { permissions } = await api.call(call, permissionsSchema)
      const names = new Set(permissions.map(({ name }) => name))
      const missing = ["wall", ...(callback !== undefined || options.longPoll ? ["manage"] : [])].filter((name) => !names.has(name))
      for (const name of missing)
        problems.push(`community token: the right "${name}" is missing; create a key that has it in the community's settings, "API usage"`)
    })
    if (callback !== undefined)
      await look("callback server", () =>
        checkCallback(api, { communityId, secret: callback.secret, needed: options.version }, problems, abort),
      )
  }
  if (api.has("service") || api.has("user")) {
    for (const { ownerId } of walls) {
      await look(`wall ${ownerId}`, async () => {
        await openness.require(ownerId, options.clock.now(), abort)
        const call = {
          method: "wall.get",
          tokens: ["service", "user"],
          priority: "discovery",
          params: { owner_id: ownerId, count: 1 },
          ...abort,
        } as const
        await api.call(call, listSchema)
      })
    }
  }
  problems.push(...noticed())
  return { ok: problems.length === 0, problems, expiresAt }
}

async function checkCallback(
  api: VkApi,
  { communityId, secret, needed }: { readonly communityId: number; readonly secret: string; readonly needed: string },
  problems: string[],
  abort: CallOptions,
): Promise<void> {
  const shared = { tokens: ["community"], priority: "discovery", ...abort } as const
  const { items } = await api.call({ ...shared, method: "groups.getCallbackServers", params: { group_id: communityId } }, serversSchema)
  const server = items.find((item) => item.secret_key === secret)
  if (server === undefined) {
    problems.push('callback server: no server of the community has the connector\'s secret; add one in its settings, "API usage"')
    return
  }
  if (server.status !== "ok")
    problems.push(`callback server: VK says "${server.status.slice(0, 40)}"; confirm the address, and see that it answers "ok"`)
  const params = { group_id: communityId, server_id: server.id }
  const { events = {}, api_version: version } = await api.call({ ...shared, method: "groups.getCallbackSettings", params }, settingsSchema)
  for (const name of neededEvents)
    if (!Number(events[name] ?? 0)) problems.push(`callback server: events of the type ${name} are switched off`)
  if (version !== undefined && isOlder(version, needed)) problems.push(`callback server: its api_version is outdated; set it to ${needed}`)
}

/** Whether a version comes before another: 5.81 comes before 5.199. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  const [thanMajor = 0, thanMinor = 0] = than.split(".").map(Number)
  return major < thanMajor || (major === thanMajor && minor < thanMinor)
}
