import { addMinutes } from "@otklik/core"
import { fail, ok, skip, some, warn } from "./findings.ts"
import type { OwnCheck } from "./own-check.ts"

/** So long before its end a credential is reported: time to get another one. Our choice. */
const soonDays = 14

const notAsked = skip("networks are asked with --online")

/** What only networks can say. */
export const networkChecks: readonly OwnCheck[] = [
  {
    id: "connectors",
    title: "tokens and rights are in order",
    action: "do what the sentence says: each connector's README names the rights that it needs",
    async run(context) {
      if (!context.isOnline) return notAsked
      const { connectors } = await context.networks()
      const problems = connectors.flatMap((one) => one.problems.map((problem) => `${one.connectorId}: ${problem}`))
      return problems.length > 0 ? fail(some(problems), this.action) : ok(connectors.map(({ connectorId }) => connectorId).join(", "))
    },
  },
  {
    id: "expiry",
    title: `no credential ends within ${soonDays} days`,
    action: "get a new one, and restart the workers with it",
    async run(context) {
      if (!context.isOnline) return notAsked
      const soon = addMinutes(context.clock.now(), soonDays * 1440)
      const { connectors } = await context.networks()
      const ending = connectors.flatMap(({ connectorId, expiresAt }) =>
        expiresAt !== null && expiresAt < soon ? [`${connectorId} ends at ${expiresAt}`] : [],
      )
      return ending.length > 0 ? fail(some(ending), this.action) : ok("none does, as far as networks say")
    },
  },
  {
    id: "hooks",
    title: "networks reach the server",
    action: "give every connector that takes pushes a name in `hooks`, and make `publicUrl` lead to the server of `otklik serve`",
    async run(context) {
      const http = await context.http()
      const { connectors } = await context.parts()
      if (http === undefined) return skip("the config has no `http`")
      const { hooks = {}, publicUrl, basePath = "" } = http
      const pushed = new Set(connectors.filter(({ capabilities }) => capabilities.webhook).map(({ id }) => id))
      const lost = Object.entries(hooks).filter(([, id]) => !pushed.has(id))
      if (lost.length > 0) return fail(some(lost.map(([, id]) => `no connector "${id}" takes pushes, and a hook names it`)), this.action)
      const unnamed = [...pushed].filter((id) => !Object.values(hooks).includes(id))
      if (unnamed.length > 0) return warn(`no hook is for ${unnamed.join(", ")}`, this.action)
      const names = Object.keys(hooks)
      if (names.length === 0) return skip("there are no hooks")
      if (publicUrl === undefined) return warn("the config has no `publicUrl`: nobody knows whether networks reach the hooks", this.action)
      if (!context.isOnline) return notAsked
      const state = await reach(context.fetch, `${publicUrl.replace(/\/$/, "")}${basePath}/livez`)
      return state === null ? ok("the server answers at `publicUrl`") : fail(`${publicUrl}: ${state}`, this.action)
    },
  },
]

/** What is wrong with an address; null when the server of the desk answers there. */
async function reach(fetch: typeof globalThis.fetch, url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10_000) })
    await response.body?.cancel()
    return response.ok ? null : `it answers ${response.status} at /livez`
  } catch {
    return "nothing answers"
  }
}
