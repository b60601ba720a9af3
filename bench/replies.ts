/**
 * How well the check of replies tells answers from form replies: precision and recall of each code on two sets of
 * invented replies, and how far `form-reply` agrees with the labels (Cohen's kappa).
 *
 *   npm run bench:replies -- [--show]
 *
 * A good reply must have no finding; of one with a fault its code alone is judged, and of a form reply `form-reply`
 * alone, since what has one fault may have another. `no-contact` is off.
 */
import { parseArgs } from "node:util"
import { createReplyLint, type ReplyFindingCode } from "@otklik/core/replies"
import { replyLanguageRu, russian } from "@otklik/locale-ru"
import { firstSet, secondSet, type LabelledReplies } from "./reply-set.ts"

const { values } = parseArgs({ options: { show: { type: "boolean", default: false } } })
const lint = createReplyLint({ language: replyLanguageRu, locale: russian(), severities: { "no-contact": "off" } })
type Label = "good" | "form" | ReplyFindingCode

measure("first set (words were chosen with it)", firstSet)
measure("second set (measured as it is)", secondSet)

function measure(title: string, set: readonly LabelledReplies[]): void {
  const rows = set.flatMap(({ topic, complaint, good, form, faults }) => {
    const labelled: readonly (readonly [Label, string])[] = [
      ...good.map((text) => ["good", text] as const),
      ...form.map((text) => ["form", text] as const),
      ...faults,
    ]
    return labelled.map(([label, text]) => ({ label, text, codes: codesOf(text, [complaint, topic]) }))
  })
  const judged = rows.flatMap(({ label, codes }) => {
    const right = label === "good" ? [] : label === "form" ? ["form-reply"] : [label]
    const asked = label === "good" ? codes : codes.filter((code) => right.some((one) => one === code))
    return [{ right: new Set<string>(right), found: new Set<string>(asked) }]
  })
  console.log(`${title}: ${rows.length} replies`)
  const names = [...new Set(judged.flatMap(({ right, found }) => [...right, ...found]))].toSorted()
  for (const name of names) {
    const hits = judged.filter(({ right, found }) => right.has(name) && found.has(name)).length
    const found = judged.filter((row) => row.found.has(name)).length
    const right = judged.filter((row) => row.right.has(name)).length
    console.log(`  ${name.padEnd(20)} precision ${ratio(hits, found)}  recall ${ratio(hits, right)}`)
  }
  console.log(
    `  kappa of form-reply with the labels: ${kappa(judged.map(({ right, found }) => [right.has("form-reply"), found.has("form-reply")])).toFixed(2)}`,
  )
  if (values.show)
    for (const [index, { label, text, codes }] of rows.entries()) {
      const { right = new Set(), found = new Set() } = judged[index] ?? {}
      if (right.size !== found.size || [...right].some((code) => !found.has(String(code))))
        console.log(`    ${label}: ${text}\n      found: ${codes.join(", ")}`)
    }
}

function codesOf(text: string, about: readonly string[]): readonly ReplyFindingCode[] {
  const isInterim = text.startsWith("…")
  const outcome = isInterim ? ({ value: "planned", until: "2026-11-30T14:59:59.999Z" } as const) : ({ value: "explained" } as const)
  // An interim reply may name a term instead of the day of the promise.
  const found = lint.lint(text.replace(/^…/, ""), {
    replyKind: isInterim ? "interim" : "final",
    outcome,
    zone: "Asia/Chita",
    now: "2026-11-24T03:00:00.000Z",
    about,
    contacts: [],
  })
  return [...new Set(found.map(({ code }) => code))]
}

function ratio(part: number, whole: number): string {
  return whole === 0 ? "   -   " : `${(part / whole).toFixed(2)} (${part}/${whole})`.padEnd(14)
}

function kappa(pairs: readonly (readonly [boolean, boolean])[]): number {
  const share = (test: (pair: readonly [boolean, boolean]) => boolean): number => pairs.filter(test).length / pairs.length
  const observed = share(([one, other]) => one === other)
  const [first, second] = [share(([one]) => one), share(([, other]) => other)]
  const chance = first * second + (1 - first) * (1 - second)
  return (observed - chance) / (1 - chance)
}
