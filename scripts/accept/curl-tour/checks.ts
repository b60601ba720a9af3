import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { serve } from "../../../packages/http/test/serve.ts"
import { coldFlat, openTown, type Town } from "../../../packages/http/test/town.ts"
import { ask, inFolder, must, type Check } from "../check.ts"

/** What curl was answered. */
interface Curled {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

type Curl = (who: string, ...args: readonly string[]) => Promise<Curled>

/** Runs a tour with curl against a desk over the wire. */
function tour(
  name: string,
  run: (
    curl: Curl,
    place: { readonly town: Town; readonly folder: string; readonly incident: string; readonly origin: string },
  ) => Promise<string>,
): Check {
  return {
    name,
    run: () =>
      inFolder(async (folder) => {
        const town = await openTown()
        const { origin, close } = await serve(town.handler)
        const curl: Curl = async (who, ...args) => {
          const all = ["-sS", "-i", "-H", `Authorization: Bearer ${who}`, ...args.map((arg) => (arg.startsWith("/") ? origin + arg : arg))]
          const { code, out, err } = await ask("curl", all, "curl")
          must(code === 0, `curl ${args.join(" ")}: ${err}`)
          return read(out)
        }
        try {
          return await run(curl, { town, folder, origin, incident: `/incidents/${await coldFlat(town)}` })
        } finally {
          await close()
        }
      }),
  }
}

/** Takes apart what `curl -i` prints; a `100 Continue` before the answer is left out. */
function read(out: string): Curled {
  const at = out.lastIndexOf("HTTP/1.1 ")
  const [head = "", body = ""] = out.slice(at).split("\r\n\r\n")
  const [first = "", ...lines] = head.split("\r\n")
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  )
  return { status: Number(first.split(" ")[1]), headers, body: body.startsWith("{") ? (JSON.parse(body) as Curled["body"]) : {} }
}

function expectStatus(answer: Curled, status: number, what: string): void {
  must(answer.status === status, `${what}: ${answer.status} ${JSON.stringify(answer.body)}; ${status} was expected`)
}

const json = ["-H", "Content-Type: application/json"] as const

/** A developer with nothing but curl gets along. */
export const checks: readonly Check[] = [
  tour("takes an incident once, with its version", async (curl, { incident }) => {
    const take = ["-d", '{"type":"take"}', ...json, `${incident}/commands`] as const
    expectStatus(await curl("executor", ...take), 428, "without If-Match")
    const found = await curl("executor", incident)
    expectStatus(found, 200, "the case")
    const seen = `If-Match: ${found.headers["etag"] ?? ""}`
    const same = await curl("executor", "-H", seen.replace("If-Match", "If-None-Match"), incident)
    expectStatus(same, 304, "the case as it is known")
    const once = await curl("executor", "-H", seen, "-H", "Idempotency-Key: click-1", ...take)
    expectStatus(once, 200, "take")
    must(JSON.stringify(once.body["eventTypes"]) === '["work-taken"]', "one event was expected")
    const etag = once.headers["etag"] ?? ""
    const twice = await curl("executor", "-H", seen, "-H", "Idempotency-Key: click-1", ...take)
    expectStatus(twice, 200, "the same key again")
    must(twice.headers["idempotency-replayed"] === "true" && twice.headers["etag"] === etag, "the same version was expected")
    const stale = await curl("executor", "-H", 'If-Match: "v1"', "-d", '{"type":"claim-fix"}', ...json, `${incident}/commands`)
    expectStatus(stale, 412, "a stale version")
    return `${etag}, 428 without a version, 412 with an old one`
  }),
  tour("attaches a photo with --data-binary, and gets it back", async (curl, { incident, folder, origin }) => {
    const [sent, got] = [join(folder, "sent.jpg"), join(folder, "got.jpg")]
    writeFileSync(sent, Buffer.from([255, 216, 0, 10, 13, 255]))
    const attach = ["--data-binary", `@${sent}`, "-H", "Content-Type: image/jpeg", `${incident}/evidence?shows=problem`] as const
    const attached = await curl("moderator", ...attach)
    expectStatus(attached, 201, "evidence")
    const photo = `${origin}${attached.headers["location"] ?? ""}`
    await ask("curl", ["-sS", "-H", "Authorization: Bearer moderator", "-o", got, photo], "curl")
    const same = await ask("cmp", [sent, got], "diffutils")
    must(same.code === 0, `the bytes differ: ${same.out}`)
    return String(attached.headers["location"])
  }),
  tour("finds the page of every problem that it meets", async (curl, { incident }) => {
    const met = [
      await curl("executor", ...json, "-d", "{", "-H", "If-Match: *", `${incident}/commands`),
      await curl("publisher", ...json, "-d", '{"type":"take"}', "-H", "If-Match: *", `${incident}/commands`),
      await curl("nobody", "-X", "DELETE", `${incident}/commands`),
      await curl("moderator", "/nowhere"),
      await curl("moderator", "-d", "a=b", `${incident}/commands`),
      await curl("moderator", ...json, "-d", "{}", "-H", "Origin: https://evil.example", `${incident}/commands`),
    ]
    const seen: string[] = []
    for (const { status, headers, body } of met) {
      must(headers["content-type"] === "application/problem+json", `${status} is no problem`)
      const page = await curl("moderator", String(body["type"]))
      expectStatus(page, 200, String(body["type"]))
      seen.push(`${status} ${String(body["code"])}`)
    }
    must(
      seen.join() === "400 invalid-request,403 forbidden,405 method-not-allowed,404 no-such-route,415 unsupported-media,403 cross-site",
      seen.join(),
    )
    return seen.join(", ")
  }),
]
