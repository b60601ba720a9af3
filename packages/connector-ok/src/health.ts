import { capabilityNote, createHealthLook, type CapabilityNote } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import * as z from "zod"
import type { OkApi } from "./api/client.ts"
import { idSchema } from "./api/schemas.ts"
import type { OkOptions } from "./options.ts"
import type { Openness } from "./sources/openness.ts"
import { beginsAtNewest } from "./sources/probe.ts"

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
export function describeCapabilities({ groups, discussions, reply }: OkOptions): readonly CapabilityNote[] {
  const no = (topic: string, sentence: string): CapabilityNote => ({ topic, has: false, sentence })
  return [
    capabilityNote("groups", groups.length > 0, `reads topics and comments of ${groups.length} groups`, "no group is named in the options"),
    capabilityNote(
      "discussions",
      discussions && groups.length > 0,
      "reads new comments under old topics too, in those of the groups that the token's owner belongs to",
      "needs discussions: true, and groups that the token's owner joined",
    ),
    capabilityNote(
      "reply",
      reply !== undefined,
      "answers as the group in its own topics, as long as OK lets the application do so",
      "needs reply: { groupId }, a token of an administrator of the group, and a word in writing from api-support@ok.ru that the application may call discussions.addDiscussionComment; until then, follow the message's link and answer by hand",
    ),
    no("replyPhoto", "how a photo is attached to a comment is not documented; put a link into the text"),
    no("search", "OK has no search by words; what its search by hashtags answers is not documented, and it is not read"),
    no("mentions", "OK has no list of mentions"),
    no("webhook", "OK pushes only private messages; topics and comments are pulled"),
    no("private", "closed groups, private profiles and messages are not read, by rule"),
    no("changes", "edits and deletions are not reported: OK has no events for them, and lists do not show when a text was changed"),
  ]
}

const userSchema = z.looseObject({ uid: idSchema })

const membersSchema = z.array(z.looseObject({ status: z.string() }))

const support = "ask api-support@ok.ru for it by e-mail, which may take weeks"

/**
 * Asks OK how the connector's token and groups do.
 *
 * @param options - of the connector
 * @param api - OK
 * @param openness - of the groups
 * @param noticed - what reading showed to be wrong, as sentences
 */
export async function checkHealth(
  options: OkOptions,
  api: OkApi,
  openness: Openness,
  noticed: () => readonly string[],
  { signal }: CallOptions = {},
): Promise<Health> {
  const { reply, groups, clock } = options
  const abort = signal === undefined ? {} : { signal }
  const shared = { priority: "discovery", ...abort } as const
  const { look, problems } = createHealthLook(signal === undefined ? {} : { signal })
  let expiresAt: Instant | null = null
  let uid: string | undefined
  await look("token", async () => {
    ;({ expiresAt } = await api.source.current(abort))
    if (expiresAt !== null && expiresAt <= clock.now()) problems.push("token: it ended; give the connector a valid token of OK")
    ;({ uid } = await api.call({ ...shared, method: "users.getCurrentUser", params: { fields: "UID" } }, userSchema))
  })
  if (uid === undefined) return { ok: false, problems, expiresAt }
  let mayRead = false
  for (const right of ["VALUABLE_ACCESS", ...(reply === undefined ? [] : ["GROUP_CONTENT"])]) {
    await look("token", async () => {
      const has = await api.call({ ...shared, method: "users.hasAppPermission", params: { ext_perm: right } }, z.boolean())
      if (has && right === "VALUABLE_ACCESS") mayRead = true
      if (!has) problems.push(`token: the right ${right} is missing; ${support}`)
    })
  }
  for (const { groupId, comments } of groups) {
    await look(`group ${groupId}`, async () => {
      await openness.require(groupId, clock.now(), abort)
      // Without the right to read there is nothing to see.
      if (comments && mayRead && !(await beginsAtNewest(api, groupId, abort)))
        problems.push(`group ${groupId}: OK does not give the newest comments first as it used to; new comments may be missed`)
    })
  }
  problems.push(...openness.problems())
  if (reply !== undefined) {
    const params = { group_id: reply.groupId, uids: uid }
    await look(`group ${reply.groupId}`, async () => {
      const members = await api.call({ ...shared, method: "group.getUserGroupsByIds", params }, membersSchema)
      if (!members.some(({ status }) => status === "ADMIN" || status === "MODERATOR"))
        problems.push(`group ${reply.groupId}: the token's owner is neither administrator nor moderator; make it one of them`)
    })
  }
  problems.push(...noticed())
  return { ok: problems.length === 0, problems, expiresAt }
}
