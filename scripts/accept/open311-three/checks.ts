import { existsSync } from "node:fs"
import { join } from "node:path"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown } from "../../../packages/open311/test/town.ts"
import { root } from "../../root.ts"
import { askPython, must, NoData, type Check } from "../check.ts"

interface Entry {
  readonly service_code?: string
  readonly service_request_id?: string
  readonly status?: string
  readonly code?: number
}

/** What the driver saw through the client. */
interface Seen {
  readonly discovery: { readonly endpoints: readonly unknown[] }
  readonly services: readonly Entry[]
  readonly service: Entry
  readonly posted: readonly Entry[]
  readonly request: readonly Entry[]
  readonly requests: readonly Entry[]
  readonly between: readonly Entry[]
  readonly token: readonly Entry[]
  readonly refused: readonly Entry[]
}

const numbersOf = (entries: readonly Entry[]): string => entries.map(({ service_request_id: id }) => id).join()

async function run(): Promise<string> {
  const checkout = process.env["THREE"] ?? ""
  if (!existsSync(join(checkout, "three/core.py"))) throw new NoData("THREE names no checkout of codeforamerica/three")
  const { handler } = await openTown()
  const { origin, close } = await serve(handler)
  try {
    const seen = (await askPython({ file: join(root, "scripts/accept/open311-three/client.py") }, [checkout, `${origin}/open311/v2`], {
      requests: "python3-requests",
      simplejson: "python3-simplejson",
    })) as Seen
    must(seen.discovery.endpoints.length === 1, "discovery")
    must(seen.services.map(({ service_code: code }) => code).join() === "heating,pits", "services")
    must(seen.service.service_code === "heating", "a service's definition")
    must(numbersOf(seen.posted) === "1", "post")
    must(numbersOf(seen.request) === "1" && seen.request[0]?.status === "open", "the request that was posted")
    must(numbersOf(seen.requests) === "1" && seen.between.length === 0, "requests by service, status and days")
    must(seen.token[0]?.code === 404 && seen.refused[0]?.code === 403, "errors")
    return "discovery, services, a definition, post, a request, requests, a token, a refusal"
  } finally {
    await close()
  }
}

/** codeforamerica/three, unmodified: its folder is in THREE. */
export const checks: readonly Check[] = [{ name: "every call of codeforamerica/three is answered as it expects", run }]
