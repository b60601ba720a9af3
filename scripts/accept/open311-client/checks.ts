import { existsSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../root.ts"
import { NoData, type Check } from "../check.ts"
import { tests } from "../vitest.ts"

const file = ["packages/open311/test/client.test.ts"]
const recorded = tests("reads the XML that FixMyStreet's tests were recorded with", file, 1, "the XML that FixMyStreet")

/** Our client of Open311 against our server, against what others recorded, and against a line that breaks. */
export const checks: readonly Check[] = [
  tests("finds, sends, follows and says more to our server, in XML and JSON", file, 4, "the client and our server"),
  {
    ...recorded,
    run: async () => {
      if (!existsSync(join(root, "../shared/networks/open311/fixmystreet")))
        throw new NoData("FixMyStreet's tests are not beside the repository")
      return recorded.run()
    },
  },
  tests("reads every text that our server writes, those that XML forbids too", file, 1, "survives every text"),
  tests("a lost answer of a sent request is ambiguous, and sent again it is taken once", file, 2, "ambiguous|taken once|takes it once"),
  tests(
    "what is forwarded is looked for after a lost answer, and never sent twice",
    ["packages/open311/test/forwarder.test.ts"],
    1,
    "never sent twice",
  ),
]
