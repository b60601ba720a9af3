/** Signs bodies as Standard Webhooks 1.0 says. */
export interface Signer {
  /**
   * The header `webhook-signature`: one signature for each secret, parted by spaces.
   *
   * @param id - of the message, the same each time that it is sent
   * @param seconds - since 1970, of this try
   * @param body - exactly as it is sent
   */
  sign(id: string, seconds: number, body: string): Promise<string>
}

/** Checks signatures as Standard Webhooks 1.0 says. */
export interface Verifier {
  /**
   * What is wrong with the headers of a request, as a sentence for its sender that repeats nothing of them; undefined
   * when it is genuine. A moment more than 300 seconds from now is wrong, as in the libraries of Standard Webhooks.
   *
   * @param headers - as they came: `webhook-id`, `webhook-timestamp`, `webhook-signature`
   * @param body - as it came, before anybody read it: another spelling of the same JSON has another signature
   * @param seconds - the present moment, since 1970
   */
  faultOf(headers: Headers, body: Uint8Array<ArrayBuffer>, seconds: number): Promise<string | undefined>
}

/** A key of WebCrypto, which has no name among the types of every runtime. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** What a secret says of itself: `whsec_` is HMAC-SHA256 (`v1`), `whsk_` an Ed25519 private key (`v1a`). */
interface Secret {
  readonly version: "v1" | "v1a"
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** How far the moment of a signature may be from now, seconds: what the libraries of Standard Webhooks allow. */
const toleranceSeconds = 300

/** RFC 8410: what a PKCS #8 key of Ed25519 has before its 32 bytes of seed. */
const pkcs8Head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]

/**
 * What is wrong with a secret; undefined for a good one. It never repeats the secret.
 *
 * @param text - `whsec_` and 24 to 64 bytes in base64, or `whsk_` and the seed (32 bytes) with or without the public
 * key behind it
 */
export function faultOfSecret(text: string): string | undefined {
  const [, prefix, encoded = ""] = /^(whsec_|whsk_)(.*)$/s.exec(text) ?? []
  if (prefix === undefined) return "a secret begins with whsec_ (HMAC-SHA256) or whsk_ (Ed25519)"
  const bytes = decode(encoded)
  if (bytes === undefined) return "base64 was expected behind the prefix"
  if (prefix === "whsec_") {
    return bytes.length >= 24 && bytes.length <= 64 ? undefined : `24 to 64 bytes were expected, there are ${bytes.length}`
  }
  return bytes.length === 32 || bytes.length === 64 ? undefined : `32 or 64 bytes were expected, there are ${bytes.length}`
}

/**
 * Makes a signer.
 *
 * @param secrets - which {@link faultOfSecret} found good
 */
export function createSigner(secrets: readonly string[]): Signer {
  const read = secrets.map(readSecret)
  // Keys are imported once, when something is sent for the first time.
  let keys: Promise<readonly Key[]> | undefined
  return {
    async sign(id, seconds, body) {
      keys ??= Promise.all(read.map((secret) => importKey(secret, "sign")))
      const signed = new TextEncoder().encode(`${id}.${seconds}.${body}`)
      const signatures = (await keys).map(async (key, index) => {
        const signature = await crypto.subtle.sign(key.algorithm.name, key, signed)
        return `${read[index]?.version},${encode(new Uint8Array(signature))}`
      })
      return (await Promise.all(signatures)).join(" ")
    },
  }
}

/**
 * Makes a verifier.
 *
 * @param secrets - `whsec_`, which {@link faultOfSecret} found good; each is taken, so that one can replace another
 */
export function createVerifier(secrets: readonly string[]): Verifier {
  let keys: Promise<readonly Key[]> | undefined
  return {
    async faultOf(headers, body, seconds) {
      const [id, at, signatures] = ["id", "timestamp", "signature"].map((name) => headers.get(`webhook-${name}`) ?? "")
      const given = (signatures ?? "")
        .split(" ")
        .flatMap((one) => (one.startsWith("v1,") ? [decode(one.slice(3)) ?? new Uint8Array()] : []))
      if (!id || !at || given.length === 0) return "the headers webhook-id, webhook-timestamp and webhook-signature (v1) are required"
      if (!/^\d{1,12}$/.test(at)) return "webhook-timestamp: seconds since 1970 were expected"
      if (Math.abs(seconds - Number(at)) > toleranceSeconds)
        return `webhook-timestamp: more than ${toleranceSeconds} seconds from now; sign each try anew, and set the clock`
      const before = new TextEncoder().encode(`${id}.${at}.`)
      const signed = new Uint8Array(before.length + body.length)
      signed.set(before)
      signed.set(body, before.length)
      keys ??= Promise.all(secrets.map((secret) => importKey(readSecret(secret), "verify")))
      for (const key of await keys)
        for (const signature of given) if (await crypto.subtle.verify("HMAC", key, signature, signed)) return undefined
      return "webhook-signature: it is not that of this body by a secret that is known here"
    },
  }
}

function readSecret(text: string): Secret {
  const isSymmetric = text.startsWith("whsec_")
  const bytes = decode(text.slice(text.indexOf("_") + 1)) ?? new Uint8Array()
  return isSymmetric ? { version: "v1", bytes } : { version: "v1a", bytes: bytes.slice(0, 32) }
}

async function importKey({ version, bytes }: Secret, use: "sign" | "verify"): Promise<Key> {
  if (version === "v1") return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [use])
  return crypto.subtle.importKey("pkcs8", new Uint8Array([...pkcs8Head, ...bytes]), "Ed25519", false, [use])
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w+/-]*={0,2}$/.test(text)) return undefined
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
