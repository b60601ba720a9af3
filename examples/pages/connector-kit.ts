import assert from "node:assert/strict"
// #region use
import {
  createHttpClient,
  createQuotaPlanner,
  createRedactor,
  createRefreshingToken,
  requireWaitingClock,
  retry,
  type TokenSource,
} from "@otklik/connector-kit"
import type { Clock } from "@otklik/core"

interface CityOptions {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly random: () => number
  readonly token: TokenSource
}

function createCityApi(options: CityOptions) {
  const clock = requireWaitingClock(options.clock, "createCityApi options")
  const redactor = createRedactor()
  const client = createHttpClient({ fetch: options.fetch, clock, redactor })
  const planner = createQuotaPlanner({ clock, limits: [{ name: "3 a second", calls: 3, millis: 1000 }] })
  return {
    async notices(signal?: AbortSignal): Promise<unknown> {
      const call = signal === undefined ? {} : { signal }
      return retry({ clock, random: options.random, tries: 3, pauseMillis: 500, longestMillis: 10_000, ...call }, async () => {
        await planner.take({ operation: "notices", priority: "discovery", ...call })
        const { value } = await options.token.current(call)
        redactor.learn(value)
        const headers = { authorization: `Bearer ${value}` }
        return client.json({
          what: "city: notices",
          method: "GET",
          url: "https://city.example.org/notices",
          headers,
          writes: false,
          ...call,
        })
      })
    },
  }
}
// #endregion use
import { createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-24T00:00:00.000Z" })
const seen: (string | null)[] = []
const api = createCityApi({
  clock,
  random: () => 0.5,
  token: createRefreshingToken({ clock, refresh: async () => ({ value: "invented-token", expiresAt: null }) }),
  fetch: async (input, init) => {
    seen.push(new Request(input, init).headers.get("authorization"))
    return new Response('[{"id":90071992547409931}]')
  },
})
assert.deepEqual(await api.notices(), [{ id: "90071992547409931" }])
assert.deepEqual(seen, ["Bearer invented-token"])
console.log("the kit's page works")
