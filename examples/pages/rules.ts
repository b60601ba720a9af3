import assert from "node:assert/strict"
// #region check
import { readFileSync } from "node:fs"
import { checkRules, readRuleFile } from "@otklik/core/rules"
import { russian } from "@otklik/locale-ru"
// #endregion check
// #region compare
import { compareRules } from "@otklik/core/rules"
// #endregion compare
// #region audit
import { auditRules } from "@otklik/core/rules"
// #endregion audit

const messages = [
  { text: "Батареи холодные со вчерашнего дня" },
  { text: "Отдам радиатор, нет места" },
  { text: "Продам холодный квас и батарейки" },
  { text: "В подъезде ледяные батареи" },
]

// #region check
const locale = russian()
const file = readRuleFile(JSON.parse(readFileSync(new URL("rules.json", import.meta.url), "utf8")))

const check = checkRules(file.rules, { locale })
for (const { ruleId, list, index, because } of check.failures) {
  const reasons = because.map(({ clause, holds }) => `${clause} ${holds ? "is there" : "is missing"}`)
  console.error(`${ruleId}: ${list}[${index}]: ${reasons.join(", ")}`)
}
// #endregion check
assert.ok(check.passed)

// #region compare
const edited = file.rules.map((rule) => (rule.id === "heating" ? { ...rule, query: "(батаре* | радиатор*) & (холодн* | ледян*)" } : rule))

const comparison = await compareRules(file.rules, edited, messages, { locale, samples: 20 })
for (const { ruleId, appeared, disappeared } of comparison.rules) {
  console.log(`${ruleId}: ${appeared.count} messages more, ${disappeared.count} less`)
}
// #endregion compare
assert.deepEqual(comparison.messages, { read: 4, matchedBefore: 2, matchedAfter: 3, caught: 2, lost: 1 })

// #region audit
const audit = await auditRules(file.rules, messages, { locale })
for (const { ruleId, hits, share } of audit.rules) console.log(`${ruleId}: ${hits} messages, ${Math.round(share * 100)}%`)
if (audit.neverFired.length > 0) console.log(`held for nothing: ${audit.neverFired.join(", ")}`)
// #endregion audit
assert.deepEqual(audit.neverFired, [])
