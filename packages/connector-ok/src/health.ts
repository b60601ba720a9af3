import { createHealthLook } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, Health } from "@otklik/core/connector"
import { z } from "zod"
import type { OkApi } from "./api/client.ts"
import type { Openness } from "./sources/openness.ts"
import type { OkOptions } from "./options.ts"
import { beginsAtNewest } from "./sources/probe.ts"
import { idSchema } from "./api/schemas.ts"

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
