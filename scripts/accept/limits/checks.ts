import { request } from "node:http"
import { routes } from "../../../packages/http/src/routes/table.ts"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown } from "../../../packages/http/test/town.ts"
import { must, type Check } from "../check.ts"

const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte
const types = { json: "application/json", photo: "image/jpeg", raw: "application/json" } as const

/** Sends a gibibyte in chunks, as fast as it is taken, and stops when an answer comes. */
async function pour(url: string, type: string): Promise<{ readonly status: number; readonly sent: number; readonly grown: number }> {
  const before = process.memoryUsage().rss
  let peak = before
  let sent = 0
  const headers = { authorization: "Bearer moderator", "content-type": type, "if-match": "*", "idempotency-key": "k" }
  const client = request(url, { method: "POST", headers })
  const status = await new Promise<number>((resolve, reject) => {
    const chunk = Buffer.alloc(mebibyte)
    let isOver = false
    client.on("response", (response) => {
      isOver = true
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    client.on("error", (error) => (isOver ? undefined : reject(error)))
    const write = (): void => {
      while (!isOver && sent < gibibyte) {
        sent += chunk.length
        peak = Math.max(peak, process.memoryUsage().rss)
        if (!client.write(chunk)) return void client.once("drain", () => setImmediate(write))
      }
      if (!isOver) client.end()
    }
    write()
  })
  client.destroy()
  return { status, sent, grown: peak - before }
}

/** Opens as many event streams at once, and counts the answers by status. */
async function open(url: string, count: number, signal: AbortSignal): Promise<Readonly<Record<number, number>>> {
  const headers = { authorization: "Bearer moderator" }
  const answers = await Promise.all(Array.from({ length: count }, () => fetch(url, { headers, signal })))
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

const streams: Check = {
  name: "of 600 event streams 100 are refused, and there is room again when the others end",
  async run() {
    const town = await openTown()
    const { origin, close } = await serve(town.handler)
    const [stop, again] = [new AbortController(), new AbortController()]
    try {
      const counts = await open(`${origin}/events`, 600, stop.signal)
      must(counts[200] === 500 && counts[429] === 100, JSON.stringify(counts))
      stop.abort()
      const end = Date.now() + 10_000
      let later: Readonly<Record<number, number>> = {}
      while (later[200] !== 1 && Date.now() < end) later = await open(`${origin}/events`, 1, again.signal)
      must(later[200] === 1, "none is taken after the others have ended")
      return `${counts[200]} taken, ${counts[429]} refused with 429`
    } finally {
      stop.abort()
      again.abort()
      await close()
    }
  },
}

/** A body of a gibibyte is refused while it arrives, in little memory. */
const bodies = routes.flatMap(({ operationId, path, bodyKind = "none" }) => {
  if (bodyKind === "none") return []
  const run = async (): Promise<string> => {
    const town = await openTown()
    const { origin, close } = await serve(town.handler)
    try {
      const address = `${origin}${path.replace("{name}", "vk-4f9a").replaceAll(/\{\w+\}/g, "x")}${path.endsWith("/evidence") ? "?shows=fix" : ""}`
      // The first round warms up what every request needs.
      await pour(address, types[bodyKind])
      globalThis.gc?.()
      const { status, sent, grown } = await pour(address, types[bodyKind])
      const seen = `${status} after ${Math.round(sent / mebibyte)} MiB, RSS + ${Math.round(grown / mebibyte)} MiB`
      must(status === 413 && sent < gibibyte && grown < 32 * mebibyte, seen)
      return seen
    } finally {
      await close()
    }
  }
  return [{ name: operationId, run }]
})

export const checks: readonly Check[] = [streams, ...bodies]
