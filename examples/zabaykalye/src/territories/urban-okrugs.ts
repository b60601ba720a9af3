import { nameQuery, place, type TerritoryInput } from "./names.ts"

const chita = nameQuery("чита|читы|чите|читу|читой")

/** The three urban okrugs and the four administrative districts of Chita. Keys of communities are invented. */
export const urbanOkrugs: readonly TerritoryInput[] = [
  {
    id: "okrug-chita",
    title: "Городской округ «Город Чита»",
    kind: "urban-okrug",
    parentId: "zabaykalye",
    names: ["город Чита", "г. Чита", "городской округ Чита"],
    communities: [
      "vk:-75000201",
      "vk:-75000202",
      "ok:750000002001",
      "facebook:750000002001",
      "instagram:750000002001",
      "x:chita-online-example",
    ],
    owners: { administration: "adm-chita", transit: "adm-chita", heating: "heat-chita", water: "water-chita" },
    // An invented change, as they come: the region takes the transport of the city over.
    ownersByTime: [{ role: "transit", authorityId: "ministry-transport", validFrom: "2027-01-01T00:00:00+09:00" }],
    oktmo: "76701000",
    ...place([52.03171, 113.50087, 24]),
  },
  {
    id: "okrug-aginskoe",
    title: "Городской округ «Посёлок Агинское»",
    kind: "urban-okrug",
    parentId: "zabaykalye",
    names: ["посёлок Агинское", "пгт Агинское", "городской округ Агинское"],
    communities: ["vk:-75000203", "ok:750000002003"],
    owners: { administration: "adm-aginskoe", transit: "adm-aginskoe", heating: "utility-aginskoe", water: "utility-aginskoe" },
    oktmo: "76702000",
    ...place([51.1, 114.53, 7]),
  },
  {
    id: "okrug-gornyy",
    title: "Городской округ «ЗАТО посёлок Горный»",
    kind: "urban-okrug",
    parentId: "zabaykalye",
    names: ["ЗАТО посёлок Горный", "ЗАТО п. Горный", "посёлок Горный", "пгт Горный"],
    communities: ["vk:-75000204", "ok:750000002004"],
    owners: { administration: "adm-gornyy", transit: "adm-gornyy", heating: "utility-gornyy", water: "utility-gornyy" },
  },
  cityDistrict("chita-tsentralnyy", "Центральный район Читы", "центральн*", "vk:-75000211"),
  cityDistrict("chita-zheleznodorozhnyy", "Железнодорожный район Читы", "железнодорожн*", "vk:-75000212"),
  cityDistrict("chita-ingodinskiy", "Ингодинский район Читы", "ингодинск*", "vk:-75000213"),
  cityDistrict("chita-chernovskiy", "Черновский район Читы", "черновск*", "vk:-75000214"),
]

function cityDistrict(id: string, title: string, stem: string, community: string): TerritoryInput {
  const named = `("${stem} район*" | "${stem} административн* район*")`
  // Every second city has a central and a railway district: those two count only beside the city's name.
  const common = stem === "центральн*" || stem === "железнодорожн*"
  return {
    id,
    title,
    kind: "city-district",
    parentId: "place-chita",
    mention: common ? `${named} & ${chita}` : named,
    communities: [community],
    owners: { administration: `adm-${id}` },
  }
}
