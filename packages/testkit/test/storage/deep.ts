// Every broken twin against the whole storage contract: it must fail its own case and no other.
import { runContract } from "@otklik/testkit"
import { storageContract } from "@otklik/testkit/storage"
import { subjectOf } from "./twin.ts"
import { twins } from "./twins.ts"

let failed = 0
for (const [name, breaks] of Object.entries(twins)) {
  const results = await runContract(storageContract, subjectOf(breaks))
  const names = results.filter((result) => result.outcome === "broken").map((result) => result.name)
  if (names.length === 1 && names[0] === name) continue
  failed += 1
  console.error(`the twin of "${name}" fails ${names.length === 0 ? "nothing" : names.map((one) => `"${one}"`).join(", ")}`)
}
console.log(`${Object.keys(twins).length} broken twins, each against ${storageContract.length} cases; ${failed} are not as they should be`)
process.exitCode = failed === 0 ? 0 : 1
