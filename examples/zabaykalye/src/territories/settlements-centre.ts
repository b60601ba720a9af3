import { ambiguousSettlement, nameQuery, place, settlement, type TerritoryInput } from "./names.ts"

const chitaForms = nameQuery("чита|читы|чите|читу|читой")

/** Settlements around Chita. Coordinates: GeoNames, CC BY 4.0. */
export const settlementsCentre: readonly TerritoryInput[] = [
  {
    id: "place-chita",
    title: "Чита",
    kind: "settlement",
    parentId: "okrug-chita",
    // Верх-Чита is a village of the neighbouring district; "читы для игры" are cheats.
    mention: `${chitaForms} -${nameQuery("верх-чита|верх-читы|верх-чите|верх-читу|верх-читой")} -("=чита для" | "=читы для" | "=читы на" | =чит | =читов)`,
    ...place([52.03171, 113.50087, 20]),
  },
  settlement("atamanovka", "Атамановка", "chitinskiy", "атамановка|атамановки|атамановке|атамановку|атамановкой", [51.93333, 113.63333, 6]),
  settlement("verkh-chita", "Верх-Чита", "chitinskiy", "верх-чита|верх-читы|верх-чите|верх-читу|верх-читой"),
  ambiguousSettlement("domna", "Домна", "chitinskiy", "домна|домны|домне|домну|домной", [51.89712, 113.1573, 4]),
  settlement("makkaveevo", "Маккавеево", "chitinskiy", "маккавеево|маккавеева|маккавееву|маккавеевом|маккавееве", [51.75325, 113.9454, 4]),
  settlement("novaya-kuka", "Новая Кука", "chitinskiy", "новая кука|новой куки|новой куке|новую куку|новой кукой"),
  settlement(
    "novokruchininskiy",
    "Новокручининский",
    "chitinskiy",
    "новокручининский|новокручининского|новокручининскому|новокручининским|новокручининском",
    [51.7836, 113.77591, 6],
  ),
  settlement("smolenka", "Смоленка", "chitinskiy", "смоленка|смоленки|смоленке|смоленку|смоленкой", [52.13523, 113.4974, 4]),
  settlement("yablonovo", "Яблоново", "chitinskiy", "яблоново|яблонова|яблонову|яблоновом|яблонове", [51.84361, 112.76276, 4]),
  settlement(
    "bolshaya-tura",
    "Большая Тура",
    "karymskiy",
    "большая тура|большой туры|большой туре|большую туру|большой турой",
    [51.61642, 114.11242, 4],
  ),
  settlement(
    "darasun",
    "Дарасун",
    "karymskiy",
    "дарасун|дарасуна|дарасуну|дарасуном|дарасуне",
    [51.6594, 113.97515, 4],
    "курорт* дарасун*",
  ),
  settlement("karymskoe", "Карымское", "karymskiy", "карымское|карымского|карымскому|карымским|карымском", [51.61667, 114.35, 6]),
  settlement(
    "kurort-darasun",
    "Курорт-Дарасун",
    "karymskiy",
    "курорт-дарасун|курорт-дарасуна|курорт-дарасуну|курорт-дарасуном|курорт-дарасуне|курорта-дарасун|курорте-дарасун",
    [51.19905, 113.71599, 4],
  ),
  settlement("urulga", "Урульга", "karymskiy", "урульга|урульги|урульге|урульгу|урульгой"),
  ambiguousSettlement("drovyanaya", "Дровяная", "ulyotovskiy", "дровяная|дровяной|дровяную", [51.5762, 113.04078, 4]),
  ambiguousSettlement("nikolaevskoe", "Николаевское", "ulyotovskiy", "николаевское|николаевского|николаевскому|николаевским|николаевском"),
  settlement("ulyoty", "Улёты", "ulyotovskiy", "улёты|улётов|улётам|улётами|улётах", [51.35589, 112.4843, 4]),
  ambiguousSettlement("gornyy", "Горный", "okrug-gornyy", "горный|горного|горному|горным|горном"),
  // The source names neither its district nor its coordinates: a person must place it, so it hangs on the region.
  ambiguousSettlement("yagodnyy", "Ягодный", "zabaykalye", "ягодный|ягодного|ягодному|ягодным|ягодном"),
]
