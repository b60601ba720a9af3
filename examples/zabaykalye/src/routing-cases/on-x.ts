import type { CaseRow } from "./row.ts"

/** On X districts do not speak: the management centre does, and cities answer for themselves. */
export const onX: readonly CaseRow[] = [
  ["Ямы в Борзе, написано на X", "road-repair", "place-borzya", "x", "region-centre", "municipal-on-x", 'goes to "region-centre"'],
  ["Свалка в Кыринском округе, на X", "dumps", "kyrinskiy", "x", "region-centre", "municipal-on-x", 'goes to "region-centre"'],
  ["Фонари в Атамановке, на X", "street-lights", "place-atamanovka", "x", "region-centre", "municipal-on-x", 'goes to "region-centre"'],
  [
    "Ямы в Чите, на X: город отвечает сам",
    "road-repair",
    "place-chita",
    "x",
    "adm-chita",
    "by-administration",
    'plays the role "administration" in "okrug-chita"',
  ],
  [
    "Ямы в Агинском, на X: город отвечает сам",
    "road-repair",
    "place-aginskoe",
    "x",
    "adm-aginskoe",
    "by-administration",
    'plays the role "administration" in "okrug-aginskoe"',
  ],
  [
    "Автобус в Балее, на X: не муниципальная тема правила",
    "public-transport",
    "place-baley",
    "x",
    "adm-baleyskiy",
    "by-transit",
    'plays the role "transit" in "baleyskiy"',
  ],
]
