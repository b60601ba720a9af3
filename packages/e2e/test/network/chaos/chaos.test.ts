import { chaosContract } from "@otklik/testkit/chaos"
import { describe, it } from "vitest"
import { fiveNetworks } from "./five-networks.ts"

describe("a chaotic day of five networks under one desk", () => {
  const subject = fiveNetworks({ seed: 20_261_124, messages: 300, rounds: 6 })
  it.each(chaosContract)("$name", ({ check }) => check(subject))
})
