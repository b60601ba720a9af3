import { districtTerritories } from "./districts.ts"
import type { TerritoryInput } from "./names.ts"
import { settlementsCentre } from "./settlements-centre.ts"
import { settlementsEast } from "./settlements-east.ts"
import { settlementsNorth } from "./settlements-north.ts"
import { settlementsSouth } from "./settlements-south.ts"
import { settlementsWest } from "./settlements-west.ts"
import { urbanOkrugs } from "./urban-okrugs.ts"

/**
 * The region itself. Its owners are the bodies that serve all of it. Who knows no more than the region is asked for the
 * place by the region's management centre: that is its role `administration` here, which every district overrides.
 */
const region: TerritoryInput = {
  id: "zabaykalye",
  title: "Забайкальский край",
  kind: "region",
  names: ["Забайкалье", "Zabaykalsky Krai"],
  mention:
    '("забайкальск* =край" | "забайкальск* =края" | "забайкальск* =краю" | "забайкальск* =крае" | "забайкальск* =краем" | забайкаль* -забайкальск*)',
  communities: ["vk:-75000001", "ok:750000000001", "facebook:750000000001", "instagram:750000000001", "x:zabaykalye-example"],
  owners: {
    administration: "region-centre",
    transit: "ministry-transport",
    heating: "ministry-utilities",
    water: "ministry-utilities",
    electricity: "grid-zabaykalye",
    gas: "gas-zabaykalye",
    waste: "waste-operator",
  },
  oktmo: "76000000",
}

/** The region, its districts and urban okrugs, the city districts of Chita, and 92 settlements. */
export const territories: readonly TerritoryInput[] = [
  region,
  ...urbanOkrugs,
  ...districtTerritories,
  ...settlementsCentre,
  ...settlementsWest,
  ...settlementsSouth,
  ...settlementsEast,
  ...settlementsNorth,
]
