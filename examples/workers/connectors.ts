import { createQuotaPlanner } from "@otklik/connector-kit"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import type { Connector } from "@otklik/core"
import { clock } from "./clock.ts"
import { seconds } from "./region.ts"
import type { WorkerSettings } from "./worker-settings.ts"

/** So many calls in 1.2 seconds, since calls that leave a second apart may arrive closer. */
const planner = (calls: number) => createQuotaPlanner({ clock, limits: [{ name: `${calls} a second`, calls, millis: 1200 }] })

/** The connectors that every process of the desk has: the office too, since the desk asks them whether and how a message can be answered. */
export function connectorsOf({ vk, ok }: Pick<WorkerSettings, "vk" | "ok">, http: typeof fetch = fetch): readonly Connector[] {
  const everyMinutes = seconds(0.5)
  return [
    createVkConnector({
      clock,
      fetch: http,
      random: Math.random,
      apiUrl: `${vk.url}/method/`,
      communityId: vk.communityId,
      tokens: { service: vk.service, community: vk.community },
      planners: { service: planner(5), community: planner(20) },
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
      planner: planner(20),
      everyMinutes,
    }),
  ]
}
