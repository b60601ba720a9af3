import type { FailureRule } from "@otklik/connector-kit"

const minute = 60_000
const newToken = "give the connector a valid token of OK"
const right = "ask api-support@ok.ru for the right that the method needs, and let the token's owner grant it"
const refused = (reason: string): FailureRule => ({ code: "refused", reason })

/**
 * What OK's codes mean, whatever was called. Codes: OK's documentation and the error tables of its clients, which
 * docs/networks/ok.md names.
 */
const rules: Readonly<Record<number, FailureRule>> = {
  1: { code: "network" },
  2: { code: "network" },
  3: { code: "capability", capability: "OK has no such method any more" },
  4: { code: "protocol", path: "request" },
  7: { code: "rate-limited", waitMillis: 60 * minute },
  8: { code: "rate-limited", waitMillis: minute },
  9: { code: "auth", action: "OK blocked the server's address or account; ask api-support@ok.ru" },
  10: { code: "auth", action: right },
  11: { code: "rate-limited", waitMillis: 15 * minute },
  12: { code: "network" },
  22: { code: "auth", action: "activate the profile of the token's owner in OK" },
  23: { code: "auth", action: "let the token's owner authorise the application" },
  24: { code: "auth", action: "use a token of an administrator of the group" },
  30: { code: "protocol", path: "request" },
  31: { code: "network" },
  50: { code: "auth", action: "make the token's owner an administrator or moderator of the group" },
  101: { code: "auth", action: "give the connector the public key of the application" },
  102: { code: "auth", action: newToken },
  103: { code: "auth", action: newToken },
  104: { code: "auth", action: "give the connector the secret that belongs to the token and the application" },
  105: { code: "auth", action: "give the connector the secret that belongs to the token and the application" },
  106: refused("there is no such discussion any more"),
  141: refused("there is no such comment any more"),
  160: { code: "config", path: "groups", message: "a group of OK was expected" },
  200: { code: "auth", action: right },
  210: { code: "auth", action: "switch the application on in OK's settings" },
  220: { code: "protocol", path: "fields" },
  300: refused("it no longer exists"),
  401: { code: "auth", action: newToken },
  402: { code: "auth", action: "log in to OK as the token's owner and solve the captcha" },
  403: { code: "auth", action: "log in to OK as the token's owner and pass the check" },
  451: { code: "protocol", path: "access_token" },
  453: { code: "auth", action: newToken },
  454: refused("OK's censor rejects the text"),
  455: refused("the author restricts it"),
  456: refused("the group restricts it: comments may be closed"),
  457: refused("OK denies access"),
  458: refused("the author's privacy restricts it"),
  511: refused("OK's antispam rejects it"),
  514: { code: "auth", action: "log in to OK as the token's owner and pass the verification" },
  600: refused("too many parts in the message"),
  601: refused("the text is too long"),
  607: refused("OK finds a link wrong"),
  700: refused("there is no such comment any more"),
  701: refused("OK does not let this author do it"),
  702: refused("the comment was removed"),
  704: refused("the time to change it is over"),
  5000: { code: "protocol", path: "format" },
  9999: { code: "network" },
}

/** Codes that say that a comment is gone (141, 700, 702). */
const goneCodes = [141, 700, 702]

/** Reasons that say that a comment is gone. */
export const goneReasons: ReadonlySet<string> = new Set(
  goneCodes.flatMap((code) => {
    const rule = rules[code]
    return rule?.code === "refused" ? [rule.reason] : []
  }),
)

/** Codes that a renewed token may cure. */
const tokenCodes: ReadonlySet<number> = new Set([102, 103])

/**
 * What a code of OK means.
 *
 * @param code - `error_code`
 * @param writes - whether something was to be published
 */
export function failureRule(code: number, writes: boolean): FailureRule {
  if (code === 100)
    return writes
      ? refused("OK finds a parameter wrong: the message may be gone, or the text too long")
      : { code: "protocol", path: "params" }
  return rules[code] ?? { code: "protocol", path: "error_code" }
}

/** Whether another token may help. */
export function isTokenFailure(code: number): boolean {
  return tokenCodes.has(code)
}
