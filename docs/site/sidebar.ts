import type { StarlightUserConfig } from "@astrojs/starlight/types"
import type { SitePage } from "../../scripts/site/pages.ts"

type Sidebar = NonNullable<StarlightUserConfig["sidebar"]>

interface Group {
  readonly label: string
  readonly ru: string
  /** The addresses that belong here. */
  readonly has: RegExp
  /** The addresses that come first, in this order; the others follow by their names. */
  readonly first: readonly string[]
  readonly isClosed?: true
}

const groups: readonly Group[] = [
  {
    label: "Start",
    ru: "Начало",
    has: /^(?:quick-start|office|road|guarantees|glossary)$/,
    first: ["quick-start", "office", "road", "guarantees", "glossary"],
  },
  { label: "Rules", ru: "Правила", has: /^(?:query-language|rules)$/, first: ["query-language", "rules"] },
  {
    label: "The desk",
    ru: "Служба",
    has: /^modules\//,
    first: "desk lists case office incident message route sla reply evidence citizens report report-forms exchange http"
      .split(" ")
      .map((name) => `modules/${name}`),
  },
  { label: "Networks", ru: "Сети", has: /^networks(?:\/|$)/, first: ["networks"] },
  {
    label: "In production",
    ru: "Эксплуатация",
    has: /^[a-z-]+$/,
    first: ["operations", "privacy", "performance", "move-a-tenant", "write-a-connector", "write-a-storage", "where-to-look"],
  },
  { label: "Reference", ru: "Справка", has: /^reference\//, first: [] },
  { label: "Examples", ru: "Примеры", has: /^examples\//, first: ["examples/zabaykalye"], isClosed: true },
  { label: "Packages", ru: "Пакеты", has: /^packages\//, first: ["packages/core"], isClosed: true },
]

const place = (first: readonly string[], id: string): number => (first.includes(id) ? first.indexOf(id) : first.length)

/**
 * The list on the left. Every English page is in it; of the decisions, the page that lists them.
 *
 * @param pages - of the site
 */
export function sidebarOf(pages: readonly SitePage[]): Sidebar {
  const left = new Set(pages.filter(({ id, language }) => language === "en" && id !== "index").map(({ id }) => id))
  for (const id of left) if (id.startsWith("decisions/")) left.delete(id)
  left.delete("decisions")
  return groups.flatMap(({ label, ru, has, first, isClosed }): Sidebar => {
    const ids = [...left].filter((id) => has.test(id)).toSorted((a, b) => place(first, a) - place(first, b) || a.localeCompare(b))
    for (const id of ids) left.delete(id)
    const items = ids.map((id) => ({ slug: id }))
    const extra = extras[label] ?? []
    return [{ label, translations: { ru }, collapsed: isClosed ?? false, items: [...items, ...extra] }]
  })
}

const extras: Readonly<Record<string, Sidebar>> = {
  Rules: [{ label: "Try rules", translations: { ru: "Попробовать правила" }, link: "/playground/" }],
  Reference: [{ label: "Decisions", translations: { ru: "Решения" }, slug: "decisions" }],
}
