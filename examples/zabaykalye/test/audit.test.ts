import { auditRules } from "@otklik/core/rules"
import { describe, expect, it } from "vitest"
import { region } from "../src/region.ts"
import { rules } from "../src/rules/index.ts"
import { bundledLines, readMessage } from "./demo/bundled-day.ts"

/** Why a rule holds for nothing on two days of November that are told mostly by heat, light and snow. */
const quiet: Readonly<Record<string, readonly string[]>> = {
  "of another season": ["wildfires", "grass", "plain-grass", "plain-drain", "tree-felling", "water-pollution"],
  "rare, and nobody had that trouble on these days": [
    "gas-leak",
    "gas",
    "vaccination",
    "plain-covid",
    "trade",
    "traffic-lights",
    "passenger-shelters",
    "rail",
    "plain-rail",
    "digging",
    "cemeteries",
    "plain-graves",
    "road-lighting",
    "regional-roads",
    "culture",
    "parking",
    "construction",
    "unsafe-housing",
    "buildings",
    "plain-building",
    "advertising",
    "parks",
    "yards",
    "labour",
    "plain-work",
    "internet-and-mobile",
    "plain-internet",
    "post",
    "sport",
    "plain-sport",
    "noise",
    "sanitary",
    "public-services",
    "plain-services",
    "plain-traffic",
    "short-bills",
    "short-signs",
    "short-rail",
    "short-facades",
    "short-ads",
    "short-trade",
    "short-post",
  ],
  "for whoever names no trouble but an idle office": ["idle-authority"],
}

describe("the rules on the bundled days", () => {
  it("all do some work, or there is a reason why not", async () => {
    const messages = ["before.ndjson", "day.ndjson"]
      .flatMap(bundledLines)
      .map(readMessage)
      .flatMap((message) => (typeof message?.text === "string" ? [{ text: message.text, network: message.network }] : []))
    const audit = await auditRules(rules, messages, { locale: region.locale })
    const reasons = new Set(Object.values(quiet).flat())
    expect(audit.messages).toBeGreaterThan(400)
    expect(audit.neverFired.filter((id) => !reasons.has(id))).toEqual([])
  })

  it("have no reason for a rule that is not there", () => {
    const ids = new Set(rules.map(({ id }) => id))
    expect(
      Object.values(quiet)
        .flat()
        .filter((id) => !ids.has(id)),
    ).toEqual([])
  })
})
