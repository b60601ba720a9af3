import { expect, it, vi } from "vitest"
import { answerSchemas, type Config, type ServeLine, type WebhookWork } from "../src/index.ts"
import { createBench, soundConfig, type Given } from "./host.ts"

/** A limit against hanging, not a measurement. */
const waiting = { timeout: 50_000 }

/** A sender of webhooks that works as it is told to. */
function senderOf(run: () => Promise<void>): WebhookWork {
  const nothing = async () => ({})
  return { run, status: async () => [{ id: "ministry" }], deadLetters: nothing, replay: nothing, resume: nothing }
}

/** Starts `serve` in this process; `stop` is what SIGTERM does. */
async function start(change: Partial<Config> = {}, words: readonly string[] = [], given: Given = {}) {
  const config: Config = { ...soundConfig, http: () => ({ authenticate: () => null, basePath: "/api" }), ...change }
  const bench = createBench(config)
  await bench.run(["migrate"])
  let stop = (): void => {}
  const lines: ServeLine[] = []
  const done = bench.run(["serve", "--json", "--port", "0", ...words], {
    ...given,
    onStop(handle) {
      stop = handle
      return () => {}
    },
    onOut: (text) => void lines.push(answerSchemas.serve.parse(JSON.parse(text))),
  })
  const first = await Promise.race([
    vi.waitUntil(() => lines.find(({ event }) => event === "started"), waiting),
    done.then(() => undefined),
  ])
  return { address: String(first?.fields["address"]), lines, stop: () => stop(), done, clock: bench.clock }
}

it("answers, lets requests end when it is asked to end, and ends", async () => {
  let finish = (): void => {}
  let notice = (): void => {}
  const isAsked = new Promise<void>((resolve) => (notice = resolve))
  const asked = new Promise<void>((resolve) => (finish = resolve))
  const { address, lines, stop, done } = await start({
    http: () => ({
      basePath: "/api",
      authenticate: async () => {
        notice()
        await asked
        return null
      },
    }),
  })
  expect((await fetch(`${address}/readyz`)).status).toBe(200)
  const slow = fetch(`${address}/me`)
  await isAsked
  stop()
  await vi.waitUntil(() => lines.some(({ event }) => event === "stopping"), waiting)
  finish()
  expect((await slow).status).toBe(401)
  expect((await done).exit).toBe(0)
  expect(lines.map(({ event }) => event)).toEqual(["started", "stopping", "stopped"])
  await expect(fetch(`${address}/livez`)).rejects.toThrow("fetch failed")
})

it("is not ready, and answers on, as long as it is told to for whoever balances the load", async () => {
  const { address, lines, stop, done, clock } = await start({}, ["--drain", "5", "--only", "http"])
  stop()
  await vi.waitUntil(() => lines.some(({ event }) => event === "stopping"), waiting)
  expect((await fetch(`${address}/readyz`)).status).toBe(503)
  expect((await fetch(`${address}/livez`)).status).toBe(200)
  await vi.waitUntil(() => clock.sleepers === 1, waiting)
  clock.advance(5 / 60)
  expect((await done).exit).toBe(0)
})

it("works without the API where it is told to, and answers without work", async () => {
  const worker = await start({}, ["--only", "worker"])
  expect(worker.lines[0]?.fields).toEqual({ worker: true })
  worker.stop()
  expect((await worker.done).exit).toBe(0)
  const http = await start({}, ["--only", "http"])
  expect(http.lines[0]?.fields).toMatchObject({ worker: false })
  http.stop()
  expect((await http.done).exit).toBe(0)
})

it("gives up work that does not end within thirty seconds by the clock", async () => {
  const { lines, stop, done, clock } = await start({ webhooks: () => senderOf(() => new Promise<void>(() => {})) })
  stop()
  await vi.waitUntil(() => lines.some(({ event }) => event === "stopping"), waiting)
  await vi.waitUntil(() => clock.sleepers === 1, waiting)
  clock.advance(0.5)
  expect((await done).exit).toBe(0)
  expect(lines.at(-1)).toMatchObject({ level: "warn", event: "stopped" })
})

it("ends with the error of work that fails by itself", async () => {
  const { done, lines } = await start({ webhooks: () => senderOf(() => Promise.reject(new Error("no endpoint"))) })
  expect((await done).exit).toBe(70)
  expect(lines).toContainEqual(expect.objectContaining({ event: "failed", fields: { code: "error", message: "no endpoint" } }))
})

it("mounts what answers beside the API", async () => {
  const open311 = () => ({ basePath: "/open311", handler: (request: Request) => new Response(new URL(request.url).pathname) })
  const { address, stop, done } = await start({ open311 })
  expect(await (await fetch(new URL("/open311/v2/services.json", address))).text()).toBe("/open311/v2/services.json")
  stop()
  await done
})

it("does not start on a schema that is missing, and says what to do", async () => {
  const bench = createBench()
  const { exit, err } = await bench.run(["serve"])
  expect(exit).toBe(75)
  expect(err).toContain("otklik doctor")
})
