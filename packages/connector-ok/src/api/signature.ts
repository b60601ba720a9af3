import { createHash } from "node:crypto"

/** Parameters that the signature leaves out. */
const unsigned: ReadonlySet<string> = new Set(["sig", "access_token", "session_key"])

const md5 = (text: string): string => createHash("md5").update(text, "utf8").digest("hex")

/**
 * The secret that calls of a session are signed with, where OK gave no `session_secret_key`.
 *
 * @param token - the access token
 * @param applicationSecret - of the application
 */
export function sessionSecret(token: string, applicationSecret: string): string {
  return md5(token + applicationSecret)
}

/**
 * The signature of a call: MD5 of its parameters, sorted and joined with nothing between them, and the secret. OK
 * demands MD5; it is no protection but a form.
 *
 * @param params - of the call, as they are and not as they are encoded
 * @param secret - see {@link sessionSecret}
 */
export function signCall(params: Readonly<Record<string, string>>, secret: string): string {
  const names = Object.keys(params).filter((name) => !unsigned.has(name))
  return md5(
    names
      .toSorted()
      .map((name) => `${name}=${params[name] ?? ""}`)
      .join("") + secret,
  )
}
