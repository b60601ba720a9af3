import type { FailureRule } from "@otklik/connector-kit"
import type { MetaError } from "@otklik/connector-kit/meta"

const hour = 3_600_000

/**
 * What codes mean at Instagram alone; all others are in the table that it shares with Facebook. Codes: Meta's page of
 * Instagram's error codes.
 */
const rules: Readonly<Record<number, FailureRule>> = {
  // thirty hashtags within seven days; asked again once a day, our choice
  18: { code: "rate-limited", waitMillis: 24 * hour },
  24: { code: "refused", reason: "Instagram has no such hashtag, or does not show it" },
  110: { code: "refused", reason: "Instagram has no professional account of this name, or does not show it" },
}

/**
 * What an error means at Instagram.
 *
 * @param error - as Meta gave it
 * @returns undefined where the common table says it
 */
export function failureRule({ code }: MetaError): FailureRule | undefined {
  return rules[code]
}
