// Every broken mutant against the whole storage contract: it must fail its own case and no other.
import { runContract } from "@otklik/testkit"
import { storageContract } from "@otklik/testkit/storage"
import { subjectOf } from "./mutant.ts"
import { mutants } from "./mutants.ts"

let failed = 0
for (const [name, breaks] of Object.entries(mutants)) {
  const results = await runContract(storageContract, subjectOf(breaks))
  const names = results.filter((result) => result.outcome === "broken").map((result) => result.name)
  if (names.length === 1 && names[0] === name) continue
  failed += 1
  console.error(`the mutant of "${name}" fails ${names.length === 0 ? "nothing" : names.map((one) => `"${one}"`).join(", ")}`)
}
console.log(
  `${Object.keys(mutants).length} broken mutants, each against ${storageContract.length} cases; ${failed} are not as they should be`,
)
process.exitCode = failed === 0 ? 0 : 1
