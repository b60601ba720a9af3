import { ambiguousSettlement, settlement, type TerritoryInput } from "./names.ts"

/** Settlements of the Aga steppe and the south. Coordinates: GeoNames, CC BY 4.0. */
export const settlementsSouth: readonly TerritoryInput[] = [
  settlement("aginskoe", "Агинское", "okrug-aginskoe", "агинское|агинского|агинскому|агинским|агинском", [51.1, 114.53, 6]),
  settlement("budulan", "Будулан", "aginskiy", "будулан|будулана|будулану|будуланом|будулане", [50.56667, 114.9, 4]),
  settlement("guney", "Гунэй", "aginskiy", "гунэй|гунэя|гунэю|гунэем|гунэе", [50.5143, 114.5565, 4]),
  settlement(
    "novoorlovsk",
    "Новоорловск",
    "aginskiy",
    "новоорловск|новоорловска|новоорловску|новоорловском|новоорловске",
    [51.07549, 114.7261, 4],
  ),
  ambiguousSettlement(
    "orlovskiy",
    "Орловский",
    "aginskiy",
    "орловский|орловского|орловскому|орловским|орловском",
    [51.03333, 114.83333, 4],
  ),
  settlement("mogoytuy", "Могойтуй", "mogoytuyskiy", "могойтуй|могойтуя|могойтую|могойтуем|могойтуе", [51.28333, 114.91667, 4]),
  settlement(
    "nizhniy-tsasuchey",
    "Нижний Цасучей",
    "ononskiy",
    "нижний цасучей|нижнего цасучея|нижнему цасучею|нижним цасучеем|нижнем цасучее",
    [50.51667, 115.13333, 4],
  ),
  settlement("borzya", "Борзя", "borzinskiy", "борзя|борзи|борзе|борзю", [50.38333, 116.51667, 9]),
  settlement("sherlovaya-gora", "Шерловая Гора", "borzinskiy", "шерловая гора|шерловой горы|шерловой горе|шерловую гору|шерловой горой"),
  settlement(
    "zolotorechensk",
    "Золотореченск",
    "olovyanninskiy",
    "золотореченск|золотореченска|золотореченску|золотореченском|золотореченске",
  ),
  settlement("kalanguy", "Калангуй", "olovyanninskiy", "калангуй|калангуя|калангую|калангуем|калангуе", [51.01667, 116.51667, 4]),
  ambiguousSettlement("olovyannaya", "Оловянная", "olovyanninskiy", "оловянная|оловянной|оловянную", [50.95, 115.56667, 4]),
  ambiguousSettlement("yasnaya", "Ясная", "olovyanninskiy", "ясная|ясной|ясную"),
  settlement("yasnogorsk", "Ясногорск", "olovyanninskiy", "ясногорск|ясногорска|ясногорску|ясногорском|ясногорске"),
  settlement("abagaytuy", "Абагайтуй", "zabaykalskiy", "абагайтуй|абагайтуя|абагайтую|абагайтуем|абагайтуе", [49.58333, 117.83333, 4]),
  settlement("dauriya", "Даурия", "zabaykalskiy", "даурия|даурии|даурию|даурией", [49.93333, 116.86667, 4]),
  settlement(
    "zabaykalsk",
    "Забайкальск",
    "zabaykalskiy",
    "забайкальск|забайкальска|забайкальску|забайкальском|забайкальске",
    [49.6513, 117.32557, 6],
    "петровск* забайкальск*",
  ),
]
