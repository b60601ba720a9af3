import { createHash } from "node:crypto"

/** What came back, as far as it must be the same everywhere. */
export interface Answer {
  readonly asked: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | null>>
  /** The body, or the sum of a long one. */
  readonly body: string
}

type Ask = (path: string, asking: RequestInit) => Promise<Response>

const told = ["content-type", "etag", "location", "allow", "x-content-type-options", "www-authenticate", "content-security-policy"]

/**
 * Plays a short working day over HTTP: probes, mistakes, an incident with a photo, a push.
 *
 * @param ask - sends a request below the mount
 */
export async function play(ask: Ask): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const send = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string | Uint8Array<ArrayBuffer>,
  ) => {
    const response = await ask(path, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = Buffer.from(await response.arrayBuffer()).toString("latin1")
    answers.push({
      asked: `${method} ${path}`,
      status: response.status,
      headers: Object.fromEntries(told.map((name) => [name, response.headers.get(name)])),
      body: text.length > 500 ? createHash("sha256").update(text).digest("hex") : text,
    })
    return { headers: response.headers, text }
  }
  const signed = { authorization: "Bearer ivanova" }
  const json = { ...signed, "content-type": "application/json" }
  await send("GET", "/livez")
  await send("GET", "/openapi.json")
  await send("GET", "/problems/conflict")
  await send("GET", "/nowhere")
  await send("DELETE", "/incidents")
  await send("GET", "/health")
  const complaint = JSON.stringify({ from: "phone", text: "Во дворе яма", topic: "pits" })
  const { headers } = await send("POST", "/incidents", { ...json, "idempotency-key": "form-1" }, complaint)
  const incident = (headers.get("location") ?? "").replace("/api", "")
  await send("POST", `${incident}/commands`, json, '{"type":"take"}')
  await send("POST", `${incident}/commands`, { ...json, "if-match": "*" }, '{"type":"take"}')
  await send("POST", `${incident}/commands`, { ...json, "if-match": '"v1"' }, '{"type":"claim-fix"}')
  const photo = await send("POST", `${incident}/evidence?shows=fix`, { ...signed, "content-type": "image/jpeg" }, bytes)
  await send("GET", (photo.headers.get("location") ?? "").replace("/api", ""), signed)
  await send("POST", "/hooks/vk-4f9a?a=%D1%8F", { "content-type": "application/octet-stream" }, bytes)
  await send("POST", `${incident}/commands`, { ...json, "if-match": "*" }, `{"type":"${"x".repeat(300_000)}"}`)
  await send("POST", `${incident}/commands`, { ...json, "if-match": "*", origin: "https://evil.example" }, '{"type":"claim-fix"}')
  return answers
}

/** Bytes that are no text in any encoding. */
const bytes = new Uint8Array([0, 255, 254, 128, 10, 13, 10])
