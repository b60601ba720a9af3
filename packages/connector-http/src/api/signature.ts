import { isSameSecret, signBytes } from "@otklik/connector-kit"

/** How far a moment of signing may be from now, seconds: what the libraries of Standard Webhooks allow. */
const toleranceSeconds = 300

/** What says who sent a body, as Standard Webhooks 1.0 names its headers. */
export interface SignedHeaders {
  /** Of the message, the same each time that it is sent. */
  readonly "webhook-id": string
  /** When this try was made, seconds since 1970. */
  readonly "webhook-timestamp": string
  /** `v1,` and the HMAC-SHA256 in base64. */
  readonly "webhook-signature": string
}

/**
 * What is wrong with a secret; undefined for a good one. It never repeats the secret.
 *
 * @param secret - `whsec_` and 24 to 64 bytes in base64
 */
export function faultOfSecret(secret: string): string | undefined {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1]
  if (encoded === undefined) return "a secret of Standard Webhooks was expected: whsec_ and base64"
  const { length } = Buffer.from(encoded, "base64")
  return length < 24 || length > 64 ? "24 to 64 bytes were expected behind whsec_" : undefined
}

/**
 * Signs a body.
 *
 * @param secret - by which
 * @param id - of the message
 * @param seconds - since 1970
 * @param body - exactly as it is sent
 */
export function signHeaders(secret: string, id: string, seconds: number, body: string): SignedHeaders {
  const signature = signatureOf(secret, id, String(seconds), new TextEncoder().encode(body))
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` }
}

/**
 * What is wrong with the headers of a push: a sentence for its sender; undefined when it is genuine.
 *
 * @param headers - as they came
 * @param body - as it came, before anybody read it
 * @param secrets - each of which may have signed it
 * @param seconds - the present moment, since 1970
 */
export function faultOfHeaders(headers: Headers, body: Uint8Array, secrets: readonly string[], seconds: number): string | undefined {
  const id = headers.get("webhook-id") ?? ""
  const at = headers.get("webhook-timestamp") ?? ""
  const given = (headers.get("webhook-signature") ?? "").split(" ").filter((one) => one.startsWith("v1,"))
  if (id === "" || at === "" || given.length === 0)
    return "the headers webhook-id, webhook-timestamp and webhook-signature (v1) are required"
  if (!/^\d{1,12}$/.test(at)) return "webhook-timestamp: seconds since 1970 were expected"
  if (Math.abs(seconds - Number(at)) > toleranceSeconds)
    return `webhook-timestamp: more than ${toleranceSeconds} seconds from now; sign each try anew, and set the clock`
  const isGenuine = secrets.some((secret) => {
    const expected = signatureOf(secret, id, at, body)
    return given.some((one) => isSameSecret(one.slice(3), expected))
  })
  return isGenuine ? undefined : "webhook-signature: it is not that of this body by a secret of this connector"
}

/** HMAC-SHA256 over id, moment and body with full stops between, by the decoded secret. */
function signatureOf(secret: string, id: string, at: string, body: Uint8Array): string {
  const bytes = Buffer.concat([new TextEncoder().encode(`${id}.${at}.`), body])
  return signBytes({ algorithm: "sha256", secret: Buffer.from(secret.slice("whsec_".length), "base64"), bytes, encoding: "base64" })
}
