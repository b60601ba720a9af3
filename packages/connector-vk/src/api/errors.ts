import type { FailureRule } from "@otklik/connector-kit"

const newToken = "give the connector a valid token of VK"
const otherToken = "the method cannot be called with this kind of token"
const hour = 3_600_000

/** What VK says of what was deleted (104). */
export const goneReason = "it no longer exists"

/**
 * What VK's codes mean, whatever was called. Codes: the VK API schema of 5.199 (errors.json) and VK's threads that
 * docs/networks/vk.md names.
 */
const rules: Readonly<Record<number, FailureRule>> = {
  1: { code: "network" },
  2: { code: "auth", action: "switch the application on in VK's settings" },
  3: { code: "protocol", path: "method" },
  4: { code: "auth", action: newToken },
  5: { code: "auth", action: `${newToken}; older user tokens work from one address only` },
  6: { code: "rate-limited", waitMillis: 400 },
  7: { code: "auth", action: "give the token the right that the method needs" },
  8: { code: "protocol", path: "request" },
  10: { code: "network" },
  14: { code: "auth", action: "log in to VK as the token's owner and solve the captcha, or use a community token" },
  15: { code: "refused", reason: "VK denies access" },
  16: { code: "auth", action: newToken },
  17: { code: "auth", action: "open VK in a browser as the token's owner and confirm the login" },
  18: { code: "refused", reason: "the page was deleted or banned" },
  19: { code: "refused", reason: "the content is blocked" },
  20: { code: "capability", capability: otherToken },
  21: { code: "capability", capability: otherToken },
  22: { code: "network" },
  23: { code: "capability", capability: "VK switched the method off" },
  24: { code: "auth", action: "confirm the action in VK as the token's owner" },
  25: { code: "auth", action: "confirm the token in VK as its owner" },
  27: { code: "capability", capability: `${otherToken}: not with a community token` },
  28: { code: "capability", capability: `${otherToken}: not with a service key` },
  29: { code: "rate-limited", waitMillis: hour },
  30: { code: "refused", reason: "the profile is private" },
  32: { code: "rate-limited", waitMillis: 60_000 },
  33: { code: "capability", capability: "VK has not built the method" },
  34: { code: "protocol", path: "v" },
  35: { code: "protocol", path: "v" },
  36: { code: "network" },
  37: { code: "auth", action: "the token's owner is banned; use another account" },
  38: { code: "auth", action: newToken },
  40: { code: "config", path: "communityId", message: "a community of VK was expected" },
  42: { code: "auth", action: "allow the server's address in the application's settings" },
  43: { code: "network" },
  103: { code: "protocol", path: "count" },
  104: { code: "refused", reason: goneReason },
  125: { code: "config", path: "communityId", message: "a community of VK was expected" },
  200: { code: "refused", reason: "VK denies access to the album" },
  201: { code: "refused", reason: "VK denies access to the audio" },
  203: { code: "refused", reason: "the community is closed" },
  204: { code: "refused", reason: "VK denies access to the video" },
  205: { code: "refused", reason: "VK denies access to the product" },
  210: { code: "refused", reason: "VK denies access to the post" },
  211: { code: "refused", reason: "VK denies access to the comment" },
  212: { code: "refused", reason: "VK denies access to the comments of the post" },
  213: { code: "refused", reason: "comments are closed, or VK does not let this account comment here" },
  214: { code: "refused", reason: "VK does not let this account publish here" },
  222: { code: "refused", reason: "links are forbidden here" },
  223: { code: "refused", reason: "too many replies in a row under one post" },
  1051: { code: "capability", capability: "VK does not let tokens of this kind of profile publish" },
  1114: { code: "auth", action: newToken },
  1116: { code: "auth", action: newToken },
  1117: { code: "auth", action: newToken },
}

/** Codes that a renewed token may cure. */
const tokenCodes: ReadonlySet<number> = new Set([5, 1114, 1116, 1117])

/**
 * What a code of VK means.
 *
 * @param code - `error_code`
 * @param writes - whether something was to be published
 */
export function failureRule(code: number, writes: boolean): FailureRule {
  // Flood control: the same action was repeated too often. Repeating it once more is what VK forbids; a person must
  // change the text.
  if (code === 9)
    return writes ? { code: "refused", reason: "VK takes it for a repetition (flood control)" } : { code: "rate-limited", waitMillis: hour }
  if (code === 100 || code === 113) {
    return writes
      ? { code: "refused", reason: "VK finds a parameter wrong: the message may be gone, or the text too long" }
      : { code: "protocol", path: "params" }
  }
  return rules[code] ?? { code: "protocol", path: "error.error_code" }
}

/** Whether another token may help. */
export function isTokenFailure(code: number): boolean {
  return tokenCodes.has(code)
}
