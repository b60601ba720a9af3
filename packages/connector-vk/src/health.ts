import { createHealthLook } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, Health } from "@otklik/core/connector"
import { z } from "zod"
import type { VkApi } from "./api/client.ts"
import type { Openness } from "./sources/openness.ts"
import type { VkOptions } from "./options.ts"
import { listSchema } from "./api/schemas.ts"

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
