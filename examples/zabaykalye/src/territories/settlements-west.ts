import { ambiguousSettlement, settlement, type TerritoryInput } from "./names.ts"

/** Settlements of the south-west. Coordinates: GeoNames, CC BY 4.0. */
export const settlementsWest: readonly TerritoryInput[] = [
  ambiguousSettlement("bada", "Бада", "khilokskiy", "бада|бады|баде|баду|бадой", [51.391, 109.86145, 4]),
  settlement("zhipkhegen", "Жипхеген", "khilokskiy", "жипхеген|жипхегена|жипхегену|жипхегеном|жипхегене"),
  settlement("mogzon", "Могзон", "khilokskiy", "могзон|могзона|могзону|могзоном|могзоне", [51.7406, 111.96555, 4]),
  settlement("khilok", "Хилок", "khilokskiy", "хилок|хилка|хилку|хилком|хилке", [51.36777, 110.46804, 6]),
  settlement("khokhotuy", "Хохотуй", "khilokskiy", "хохотуй|хохотуя|хохотую|хохотуем|хохотуе"),
  settlement("balyaga", "Баляга", "petrovsk-zabaykalskiy", "баляга|баляги|баляге|балягу|балягой", [51.15293, 108.92767, 4]),
  settlement("maleta", "Малета", "petrovsk-zabaykalskiy", "малета|малеты|малете|малету|малетой"),
  settlement(
    "novopavlovka",
    "Новопавловка",
    "petrovsk-zabaykalskiy",
    "новопавловка|новопавловки|новопавловке|новопавловку|новопавловкой",
    [51.21724, 109.21305, 4],
  ),
  settlement(
    "petrovsk-zabaykalskiy",
    "Петровск-Забайкальский",
    "petrovsk-zabaykalskiy",
    "петровск-забайкальский|петровска-забайкальского|петровску-забайкальскому|петровском-забайкальским|петровске-забайкальском",
    [51.2753, 108.84301, 6],
    "петровск* забайкальск* район*|петровск* забайкальск* округ*|петровск* забайкальск* муниципальн*",
  ),
  settlement(
    "tarbagatay",
    "Тарбагатай",
    "petrovsk-zabaykalskiy",
    "тарбагатай|тарбагатая|тарбагатаю|тарбагатаем|тарбагатае",
    [51.17559, 109.09484, 4],
  ),
  settlement("albituy", "Альбитуй", "krasnochikoyskiy", "альбитуй|альбитуя|альбитую|альбитуем|альбитуе"),
  settlement("zhindo", "Жиндо", "krasnochikoyskiy", "жиндо"),
  settlement(
    "krasnyy-chikoy",
    "Красный Чикой",
    "krasnochikoyskiy",
    "красный чикой|красного чикоя|красному чикою|красным чикоем|красном чикое",
    [50.36321, 108.75445, 4],
  ),
  settlement("urluk", "Урлук", "krasnochikoyskiy", "урлук|урлука|урлуку|урлуком|урлуке"),
  settlement("kyra", "Кыра", "kyrinskiy", "кыра|кыры|кыре|кыру|кырой", [49.57903, 111.97638, 4]),
  settlement("mangut", "Мангут", "kyrinskiy", "мангут|мангута|мангуту|мангутом|мангуте"),
  settlement("aksha", "Акша", "akshinskiy", "акша|акши|акше|акшу|акшей", [50.28139, 113.28667, 4]),
  settlement("duldurga", "Дульдурга", "duldurginskiy", "дульдурга|дульдурги|дульдурге|дульдургу|дульдургой", [50.67611, 113.59306, 4]),
]
