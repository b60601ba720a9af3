import { ambiguousSettlement, settlement, type TerritoryInput } from "./names.ts"

/** Settlements along the Argun and the lower Shilka. Coordinates: GeoNames, CC BY 4.0. */
export const settlementsEast: readonly TerritoryInput[] = [
  settlement("krasnokamensk", "Краснокаменск", "krasnokamenskiy", "краснокаменск|краснокаменска|краснокаменску|краснокаменском|краснокаменске", [50.0979, 118.0369, 9]),
  settlement("dosatuy", "Досатуй", "priargunskiy", "досатуй|досатуя|досатую|досатуем|досатуе"),
  ambiguousSettlement("klichka", "Кличка", "priargunskiy", "кличка|клички|кличке|кличку|кличкой", [50.4457, 117.996, 4]),
  settlement("priargunsk", "Приаргунск", "priargunskiy", "приаргунск|приаргунска|приаргунску|приаргунском|приаргунске", [50.3691, 119.1012, 4]),
  settlement("kadaya", "Кадая", "kalganskiy", "кадая|кадаи|кадае|кадаю|кадаей", [50.93254, 119.29468, 4]),
  settlement("kalga", "Калга", "kalganskiy", "калга|калги|калге|калгу|калгой", [50.92538, 118.89958, 4]),
  settlement("aleksandrovskiy-zavod", "Александровский Завод", "aleksandrovo-zavodskiy", "александровский завод|александровского завода|александровскому заводу|александровским заводом|александровском заводе", [50.92525, 117.93773, 4]),
  settlement("nerchinskiy-zavod", "Нерчинский Завод", "nerchinsko-zavodskiy", "нерчинский завод|нерчинского завода|нерчинскому заводу|нерчинским заводом|нерчинском заводе", [51.30829, 119.61597, 4]),
  settlement("gazimurskiy-zavod", "Газимурский Завод", "gazimuro-zavodskiy", "газимурский завод|газимурского завода|газимурскому заводу|газимурским заводом|газимурском заводе", [51.55352, 118.3446, 4]),
  settlement("novoshirokinskiy", "Новоширокинский", "gazimuro-zavodskiy", "новоширокинский|новоширокинского|новоширокинскому|новоширокинским|новоширокинском"),
  ambiguousSettlement("shirokaya", "Широкая", "gazimuro-zavodskiy", "широкая|широкой|широкую"),
  settlement("vershino-shakhtaminskiy", "Вершино-Шахтаминский", "shelopuginskiy", "вершино-шахтаминский|вершино-шахтаминского|вершино-шахтаминскому|вершино-шахтаминским|вершино-шахтаминском", [51.30024, 117.88762, 4]),
  settlement("shelopugino", "Шелопугино", "shelopuginskiy", "шелопугино|шелопугина|шелопугину|шелопугином|шелопугине", [51.65286, 117.56303, 4]),
  settlement("baley", "Балей", "baleyskiy", "балей|балея|балею|балеем|балее", [51.58166, 116.63395, 6]),
  settlement("kokuy", "Кокуй", "sretenskiy", "кокуй|кокуя|кокую|кокуем|кокуе", [52.20634, 117.55412, 4]),
  settlement("sretensk", "Сретенск", "sretenskiy", "сретенск|сретенска|сретенску|сретенском|сретенске", [52.2478, 117.70835, 4]),
  settlement("ust-karsk", "Усть-Карск", "sretenskiy", "усть-карск|усть-карска|усть-карску|усть-карском|усть-карске", [52.70206, 118.80163, 4]),
]
