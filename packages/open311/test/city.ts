import { createOpen311Client, type Open311Client } from "@otklik/open311/client"
import type { Clock } from "@otklik/core"

/** A request as the city keeps it. */
export interface CityRequest {
  readonly id: string
  readonly form: URLSearchParams
  status: string
  notes: string
}

/** Another body's server, as they are: it shows what was written, and takes everything that it is sent. */
export interface City {
  readonly requests: CityRequest[]
  readonly fetch: typeof globalThis.fetch
  /** What becomes of the answer to what is sent next. */
  answer: "given" | "lost" | "refused" | "token" | "down"
  /** Whether lists show descriptions. */
  isHidden: boolean
  client(clock: Clock, fetch?: typeof globalThis.fetch): Open311Client
}

/** Opens a city whose list is as old as its requests. */
export function openCity(): City {
  const json = (value: unknown, status = 200) =>
    new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } })
  const city: City = {
    requests: [],
    answer: "given",
    isHidden: false,
    async fetch(input, init) {
      const request = new Request(input, init)
      const { pathname, searchParams } = new URL(request.url)
      if (city.answer === "down") throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNREFUSED" }) })
      if (request.method === "POST") {
        if (city.answer === "refused") return json([{ code: 400, description: "Такой службы нет" }], 400)
        const id = String(city.requests.length + 501)
        city.requests.push({ id, form: new URLSearchParams(await request.text()), status: "open", notes: "" })
        if (city.answer === "lost") throw new TypeError("terminated")
        return json([city.answer === "token" ? { token: `t${id}` } : { service_request_id: id }])
      }
      const [, token] = /tokens\/t(\w+)\.json$/.exec(pathname) ?? []
      if (token !== undefined) return json([{ service_request_id: token }])
      const ids = searchParams.get("service_request_id")?.split(",")
      const shown = city.requests.filter(
        ({ id, form }) => ids?.includes(id) ?? form.get("service_code") === searchParams.get("service_code"),
      )
      return json(
        shown.map(({ id, form, status, notes }) => ({
          service_request_id: id,
          status,
          status_notes: notes,
          description: city.isHidden ? null : form.get("description"),
        })),
      )
    },
    client: (clock, fetch = city.fetch) =>
      createOpen311Client({ endpoint: "https://city.test/v2", apiKey: "desk", format: "json", tries: 1, fetch, clock }),
  }
  return city
}
