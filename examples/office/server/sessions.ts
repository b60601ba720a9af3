import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import type { Account } from "./accounts.ts"
import { isPassword } from "./accounts.ts"

/** A working day. */
const sessionSeconds = 12 * 3600
/** So many wrong passwords of one account are taken in so many seconds. */
const tries = { most: 10, seconds: 300 }
const cookieName = "office"

/** Who is signed in. */
export interface Sessions {
  /** Whose cookie a request carries; undefined: nobody's. */
  accountOf(headers: Headers): Account | undefined
  /** The cookie of who signs in, or why nobody is. */
  signIn(id: string, password: string): Promise<{ readonly cookie: string } | { readonly refusal: "wrong-password" | "too-many-tries" }>
  /** The cookie that ends a session. */
  signOut(): string
}

/** What sessions are made of. */
export interface SessionOptions {
  readonly accounts: readonly Account[]
  /** Whether cookies travel only over HTTPS. */
  readonly isSecure: boolean
  /** Milliseconds, for the end of sessions. */
  readonly now: () => number
  /** Signs cookies. Absent: a key of this run, so that a restart signs everybody out. */
  readonly key?: Uint8Array
}

/** Keeps sessions in signed cookies: nothing is stored on this side. */
export function createSessions({ accounts, isSecure, now, key = randomBytes(32) }: SessionOptions): Sessions {
  const known = new Map(accounts.map((account) => [account.id, account]))
  const wrong = new Map<string, number[]>()
  const sign = (text: string): string => createHmac("sha256", key).update(text).digest("base64url")
  const cookie = (value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${isSecure ? "; Secure" : ""}`

  return {
    accountOf(headers) {
      const [, value = ""] = new RegExp(`(?:^|; )${cookieName}=([^;]+)`).exec(headers.get("cookie") ?? "") ?? []
      const [id = "", until = "", signature = ""] = value.split(".")
      const [given, made] = [Buffer.from(signature), Buffer.from(sign(`${id}.${until}`))]
      if (given.length !== made.length || !timingSafeEqual(given, made) || Number(until) < now()) return undefined
      return known.get(Buffer.from(id, "base64url").toString())
    },
    async signIn(id, password) {
      const recent = (wrong.get(id) ?? []).filter((at) => at > now() - tries.seconds * 1000)
      if (recent.length >= tries.most) return { refusal: "too-many-tries" }
      if (!(await isPassword(password, known.get(id)?.password))) {
        // Names that nobody has are not collected.
        if (known.has(id)) wrong.set(id, [...recent, now()])
        return { refusal: "wrong-password" }
      }
      wrong.delete(id)
      const text = `${Buffer.from(id).toString("base64url")}.${now() + sessionSeconds * 1000}`
      return { cookie: cookie(`${text}.${sign(text)}`, sessionSeconds) }
    },
    signOut: () => cookie("", 0),
  }
}
