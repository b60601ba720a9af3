import { createSharedQuotaPlanner } from "@otklik/connector-kit"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import type { Connector, Storage } from "@otklik/core"
import { clock } from "./clock.ts"
import { seconds } from "./region.ts"
import type { WorkerSettings } from "./worker-settings.ts"

/**
 * The connectors that every process of the desk has: the office too, since the desk asks them whether and how a message
 * can be answered.
 */
export function connectorsOf(
  { vk, ok }: Pick<WorkerSettings, "vk" | "ok">,
  storage: Pick<Storage, "lease" | "settle">,
  http: typeof fetch = fetch,
): readonly Connector[] {
  /**
   * A quota that holds for all processes together: its calls are leased in the database. Longer than a second, since
   * calls arrive with a delay.
   */
  const planner = (key: string, calls: number) => {
    const limits = [{ name: `${calls} a second`, calls, millis: 1200 }]
    return createSharedQuotaPlanner({ clock, storage, key, limits })
  }
  const everyMinutes = seconds(0.5)
  return [
    createVkConnector({
      clock,
      fetch: http,
      random: Math.random,
      apiUrl: `${vk.url}/method/`,
      communityId: vk.communityId,
      tokens: { service: vk.service, community: vk.community },
      planners: { service: planner(`vk:service:${vk.credentials}`, 5), community: planner(`vk:community:${vk.credentials}`, 20) },
      walls: vk.walls,
      searches: vk.searches,
      everyMinutes,
    }),
    createOkConnector({
      clock,
      fetch: http,
      random: Math.random,
      apiUrl: `${ok.url}/fb.do`,
      applicationKey: ok.applicationKey,
      applicationSecret: ok.applicationSecret,
      token: ok.token,
      groups: [{ groupId: ok.groupId }],
      reply: { groupId: ok.groupId },
      planner: planner(`ok:${vk.credentials}`, 20),
      everyMinutes,
    }),
  ]
}
