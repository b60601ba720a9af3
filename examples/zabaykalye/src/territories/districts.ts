import { districts, type District } from "./district-table.ts"
import { place, type TerritoryInput } from "./names.ts"

/**
 * The districts as territories, each with its administration, its utility for heat and water, and two communities
 * (invented keys).
 */
export const districtTerritories: readonly TerritoryInput[] = districts.map((district, index) => ({
  id: district.id,
  title: `${district.name} ${district.form}`,
  kind: "district" as const,
  parentId: "zabaykalye",
  names: [
    `${district.name} район`,
    `${district.name} округ`,
    `${district.name} муниципальный район`,
    `${district.name} муниципальный округ`,
  ],
  mention: mentionOf(district),
  communities: [`vk:-${75_000_101 + index}`, `ok:${750_000_001_001 + index}`],
  owners: {
    administration: `adm-${district.id}`,
    transit: `adm-${district.id}`,
    heating: `utility-${district.id}`,
    water: `utility-${district.id}`,
  },
  ...(district.oktmo === undefined ? {} : { oktmo: district.oktmo }),
  ...place(district.circle),
}))

/** "Балейский район", "в Балейском округе", "Балейского муниципального округа". */
function mentionOf({ name }: District): string {
  // Whole forms, since a prefix would take "Нерчинско-Заводский" for "Нерчинский".
  const stem = name.toLowerCase().replace(/ий$/, "")
  const adjectives = ["ий", "ого", "ому", "им", "ом"].map((ending) =>
    `${stem}${ending}`
      .split("-")
      .map((part) => `=${part}`)
      .join(" "),
  )
  const nouns = ["район*", "округ*", "=мо", "=р =н", "муниципальн* район*", "муниципальн* округ*"]
  const query = `(${adjectives.flatMap((adjective) => nouns.map((noun) => `"${adjective} ${noun}"`)).join(" | ")})`
  // "Петровск-Забайкальский район" holds "Забайкальский район" side by side.
  return name === "Забайкальский" ? `${query} -"петровск* забайкальск*"` : query
}
