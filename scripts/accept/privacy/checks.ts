import type { Check } from "../check.ts"
import { tests } from "../vitest.ts"

/** Words of a citizen and an author that are looked for in everything that leaves. */
export const checks: readonly Check[] = [
  tests(
    "no answer to whoever may see no personal data, and no refusal, holds a text or an author",
    ["packages/http/test/privacy.test.ts"],
    25,
  ),
  tests("nor does the feed", ["packages/http/test/events.test.ts"], 1, "holds no text and no author"),
  tests("nor do errors and what the host is told of them", ["packages/http/test/problems.test.ts"], 17, "and no text"),
  tests("nor does a webhook", ["packages/webhooks/test/sender.test.ts"], 1, "thin body without text and author"),
  tests("nor does Open311", ["packages/open311/test/requests.test.ts"], 1, "shows no text, no author"),
]
