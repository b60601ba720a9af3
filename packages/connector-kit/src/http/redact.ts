/** What replaces what was removed. */
const mask = "[redacted]"

/** Parameters and fields that carry a credential, or say who somebody is. */
const sensitiveName =
  /^(?:access_?token|refresh_?token|id_?token|client_?secret|app_?secret|secret(?:_?key)?|password|session(?:_?secret)?_?key|sig|hash|key|authorization|cookie|set-cookie|first_?name|last_?name|screen_?name|full_?name|name|nickname|author(?:_?id)?|from_?id|user_?id|uid|signer_?id|text|message|phone|email|captcha_?sid|captcha_?key)$/i

/**
 * `name=value` of query strings and forms, and `"name": "value"` of JSON. A name begins where a run of word characters
 * does, so that each run is checked once: begun at every letter, a long word without a sign took the square of its
 * length.
 */
const pair = /(?<![\w-])([\w-]+)(=|"\s*:\s*")([^&\s"']+)/g

/** What a name of a field cannot begin with. */
const beforeName = /^[\d-]+/

/** Tokens of the networks by their form: VK's `vk1.a.…`, Meta's `EAA…`, and whatever follows `Bearer` or `OAuth`. */
const tokenLook = /\bvk[12]\.a\.[\w-]{16,}|\bEAA[A-Za-z0-9]{24,}|\b(?:Bearer|OAuth)\s+[\w.~+/-]+=*/g

/** Long runs of letters and digits: keys, signatures, tokens of unknown make. */
const longRun = /\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9_-]{40,}\b/g

/** Takes credentials and personal data out of whatever is reported: errors, events, logs. */
export interface Redactor {
  /** The text without secrets. */
  text(value: string): string
  /** A copy of plain data without secrets: fields that name a credential or a person are masked whole. */
  data(value: unknown): unknown
  /**
   * Adds a secret that came up later, as a refreshed token; shorter ones than 6 characters cannot be distinguished from
   * common words and are passed over.
   */
  learn(secret: string): void
}

/**
 * Makes a redactor.
 *
 * @param secrets - texts that must never appear: tokens, secrets of webhooks
 */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const known = new Set<string>()
  const learn = (secret: string): void => {
    if (secret.length < 6) return
    known.add(secret)
    known.add(encodeURIComponent(secret))
  }
  for (const secret of secrets) learn(secret)

  function text(value: string): string {
    let clean = value
    for (const secret of known) clean = clean.replaceAll(secret, mask)
    return clean
      .replaceAll(pair, (whole, name: string, sign: string) =>
        sensitiveName.test(name.replace(beforeName, "")) ? `${name}${sign}${mask}` : whole,
      )
      .replaceAll(tokenLook, mask)
      .replaceAll(longRun, mask)
  }

  function data(value: unknown, depth = 0): unknown {
    if (typeof value === "string") return text(value)
    if (typeof value !== "object" || value === null) return value
    if (depth > 8) return mask
    if (value instanceof Error) return { name: value.name, message: text(value.message) }
    if (Array.isArray(value)) return value.map((item) => data(item, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, sensitiveName.test(name) ? mask : data(field, depth + 1)] as const),
    )
  }

  return { text, data: (value) => data(value), learn }
}
