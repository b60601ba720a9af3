const numbers = new Intl.NumberFormat("ru")
const plurals = new Intl.PluralRules("ru")

/** A number as Russian readers write it: 12 345. */
export function numberText(value: number): string {
  return numbers.format(value)
}

/**
 * The form of a noun that fits a number.
 *
 * @param count - how many
 * @param forms - one, few, many: "обращение", "обращения", "обращений"
 */
function noun(count: number, forms: readonly [one: string, few: string, many: string]): string {
  const rule = plurals.select(count)
  return rule === "one" ? forms[0] : rule === "few" ? forms[1] : forms[2]
}

/**
 * A number with its noun.
 *
 * @param count - how many
 * @param forms - as for {@link noun}
 */
export function counted(count: number, forms: readonly [one: string, few: string, many: string]): string {
  return `${numberText(count)} ${noun(count, forms)}`
}

/** "обращение" in its three forms. */
export const incidentForms = ["обращение", "обращения", "обращений"] as const

/** A share in whole per cent; a dash when there is nothing to divide by. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "—" : `${Math.round((part / whole) * 100)} %`
}

/** How a number changed. */
export interface Change {
  readonly direction: "up" | "down" | "same"
  /** As "▲ 44 (+88 %)". */
  readonly text: string
}

/**
 * The change against the period before, with a sign that is understood without colour. No per cent from small numbers:
 * 1 to 3 is no "+200 %".
 *
 * @param now - in the period
 * @param before - in the period before
 */
export function changeOf(now: number, before: number): Change {
  const difference = now - before
  if (difference === 0) return { direction: "same", text: "без изменений" }
  const direction = difference > 0 ? "up" : "down"
  const amount = `${direction === "up" ? "▲" : "▼"} ${numberText(Math.abs(difference))}`
  const percent =
    before < 10 ? "" : ` (${direction === "up" ? "+" : "−"}${numberText(Math.round((Math.abs(difference) / before) * 100))} %)`
  return { direction, text: `${amount}${percent}` }
}
