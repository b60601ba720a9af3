import { ambiguousSettlement, settlement, type TerritoryInput } from "./names.ts"

/** Settlements of the north and the middle Shilka. Coordinates: GeoNames, CC BY 4.0. */
export const settlementsNorth: readonly TerritoryInput[] = [
  settlement("arbagar", "Арбагар", "shilkinskiy", "арбагар|арбагара|арбагару|арбагаром|арбагаре", [51.93333, 116.25, 4]),
  ambiguousSettlement("pervomayskiy", "Первомайский", "shilkinskiy", "первомайский|первомайского|первомайскому|первомайским|первомайском", [51.67013, 115.62543, 6]),
  settlement("kholbon", "Холбон", "shilkinskiy", "холбон|холбона|холбону|холбоном|холбоне", [51.88333, 116.25, 4]),
  settlement("shilka", "Шилка", "shilkinskiy", "шилка|шилки|шилке|шилку|шилкой", [51.85, 116.03333, 6]),
  settlement("nerchinsk", "Нерчинск", "nerchinskiy", "нерчинск|нерчинска|нерчинску|нерчинском|нерчинске", [51.98333, 116.58333, 6]),
  ambiguousSettlement("priiskovyy", "Приисковый", "nerchinskiy", "приисковый|приискового|приисковому|приисковым|приисковом", [51.93333, 116.63333, 4]),
  settlement("bukachacha", "Букачача", "chernyshevskiy", "букачача|букачачи|букачаче|букачачу|букачачей", [52.98333, 116.91667, 4]),
  settlement("zhireken", "Жирекен", "chernyshevskiy", "жирекен|жирекена|жирекену|жирекеном|жирекене", [52.82657, 117.30725, 4]),
  settlement("chernyshevsk", "Чернышевск", "chernyshevskiy", "чернышевск|чернышевска|чернышевску|чернышевском|чернышевске", [52.52209, 117.01712, 6]),
  settlement("amazar", "Амазар", "mogochinskiy", "амазар|амазара|амазару|амазаром|амазаре", [53.86033, 120.87925, 4]),
  settlement("davenda", "Давенда", "mogochinskiy", "давенда|давенды|давенде|давенду|давендой", [53.55355, 119.31993, 4]),
  ambiguousSettlement("klyuchevskiy", "Ключевский", "mogochinskiy", "ключевский|ключевского|ключевскому|ключевским|ключевском", [53.5336, 119.45269, 4]),
  settlement("ksenevka", "Ксеньевка", "mogochinskiy", "ксеньевка|ксеньевки|ксеньевке|ксеньевку|ксеньевкой"),
  settlement("mogocha", "Могоча", "mogochinskiy", "могоча|могочи|могоче|могочу|могочей", [53.73417, 119.76515, 6]),
  ambiguousSettlement("sbega", "Сбега", "mogochinskiy", "сбега|сбеги|сбеге|сбегу|сбегой"),
  settlement("verkh-usugli", "Верх-Усугли", "tungokochenskiy", "верх-усугли|верх-усуглей|верх-усуглям|верх-усуглями|верх-усуглях", [52.7, 115.16667, 4]),
  settlement("vershino-darasunskiy", "Вершино-Дарасунский", "tungokochenskiy", "вершино-дарасунский|вершино-дарасунского|вершино-дарасунскому|вершино-дарасунским|вершино-дарасунском", [52.36604, 115.52661, 4]),
  ambiguousSettlement("tupik", "Тупик", "tungiro-olyokminskiy", "тупик|тупика|тупику|тупиком|тупике", [54.4253, 119.9327, 4]),
  settlement("kuanda", "Куанда", "kalarskiy", "куанда|куанды|куанде|куанду|куандой", [56.31611, 116.08056, 6]),
  settlement("novaya-chara", "Новая Чара", "kalarskiy", "новая чара|новой чары|новой чаре|новую чару|новой чарой", [56.81639, 118.29861, 4]),
  ambiguousSettlement("chara", "Чара", "kalarskiy", "чара|чары|чаре|чару|чарой", [56.90639, 118.26306, 4]),
]
