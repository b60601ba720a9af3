import assert from "node:assert/strict"
// #region use
import type { Rule } from "@otklik/core"
import { createMatcher } from "@otklik/core/rules"
import { createCalendar } from "@otklik/core/sla"
import { countRu, formatDueRu, formatDurationRu, russian, workingWeekRu } from "@otklik/locale-ru"

const rules: readonly Rule[] = [{ id: "heating", query: "батарея (холодный | лёд)" }]
const matcher = createMatcher(rules, { locale: russian() })
const found = matcher.match("Пятый день нет тепла, батареи ледяные, на стёклах льда с палец, без батарей спим")

const calendar = createCalendar(
  workingWeekRu({ zone: "Asia/Chita", open: "09:00", close: "18:00", lunch: ["13:00", "14:00"], years: [2026, 2027] }),
)
const due = formatDueRu("2026-11-24T03:30:00.000Z", "Asia/Chita") // вт, 24 ноября, 12:30
// 2 часа 15 минут, 21 обращение
const left = `${formatDurationRu(135)}, ${countRu(21, ["обращение", "обращения", "обращений"])}`
// #endregion use
// #region forms
const { formsOf } = russian({ words: [["ТОСЭР", "ТОСЭРа", "ТОСЭРе"]] })

const pits = formsOf("яма") // яма, ямы, яму, ям, ямами …
const cut = formsOf("отключена") // отключенный, отключены … and not отключить
const own = formsOf("тосэр") // тосэр, тосэра, тосэре
const pronoun = formsOf("мой") // none: the query matches мой alone
// #endregion forms
// #region page
const { loadRussian } = await import("@otklik/locale-ru")

const there = createMatcher(rules, { locale: await loadRussian() })
// #endregion page
assert.equal(found.length, 1)
assert.equal(there.match("Батареи со льдом").length, 1)
assert.ok(calendar)
assert.equal(due, "вт, 24 ноября, 12:30")
assert.equal(left, "2 часа 15 минут, 21 обращение")
assert.deepEqual([...pits].toSorted(), ["ям", "яма", "ямам", "ямами", "ямах", "яме", "ямой", "ямою", "яму", "ямы"])
assert.ok(cut.includes("отключенных") && !cut.includes("отключить"))
assert.deepEqual(own, ["тосэр", "тосэра", "тосэре"])
assert.deepEqual(pronoun, [])
