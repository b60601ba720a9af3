import type { Region } from "@otklik/core"
import { wording, type Dimension, type ReportLocale } from "./wording.ts"

/**
 * What the ids of a report are called: by dimension and id, as `{ topic: { roads: "Дороги" } }`. An id without a title
 * is shown as it is; networks, kinds, outcomes, days of the week have titles of their own.
 */
export type ReportTitles = Readonly<Partial<Record<Dimension, Readonly<Record<string, string>>>>>

/**
 * The titles of a region's topics, authorities and territories, for `titles`.
 *
 * @param region - of `defineRegion`, or the same parts of the desk's options
 */
export function regionTitles({ topics, routing }: Pick<Region, "topics" | "routing">): ReportTitles {
  const titlesOf = (list: readonly { readonly id: string; readonly title: string }[] = []): Readonly<Record<string, string>> =>
    Object.fromEntries(list.map(({ id, title }) => [id, title]))
  return { topic: titlesOf(topics), authority: titlesOf(routing.authorities), territory: titlesOf(routing.territories) }
}

/** What a key of a row is called. */
export function keyTitle(dimension: Dimension, key: string | null, locale: ReportLocale, titles: ReportTitles): string {
  const words = wording[locale]
  if (key === null) return words.dimensions[dimension].none
  const given = titles[dimension]
  const own = words.values[dimension]
  if (given !== undefined && Object.hasOwn(given, key)) return given[key] ?? key
  if (own !== undefined && Object.hasOwn(own, key)) return own[key] ?? key
  return dimension === "hour" ? `${key.padStart(2, "0")}:00` : key
}
