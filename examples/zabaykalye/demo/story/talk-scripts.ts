import type { SimulatedNetwork } from "@otklik/testkit/networks"
import type { Instant, MessageKey } from "@otklik/core"

/** A conversation of an author, a neighbour and an office, turn by turn. All of it is invented. */
export interface TalkScript {
  readonly network: SimulatedNetwork
  readonly communityKey: MessageKey
  /** When its complaint is written. */
  readonly begins: Instant
  readonly complaint: string
  readonly question: string
  /** The author's answer under the question. */
  readonly answer: string
  readonly final: string
  /** What the author writes under the final reply: a rule holds for none of it. */
  readonly objection: string
  readonly heard: string
  /** A neighbour, under the complaint. */
  readonly joins: string
  /** Comes with a photo, under the reply to the objection. */
  readonly proof: string
  readonly fixed: string
  readonly thanks: string
  /** The same trouble, in the thread of an incident that is closed. */
  readonly again: string
  readonly finalAgain: string
}

/** The conversations of the bundled days. */
export const talkScripts: readonly TalkScript[] = [
  {
    network: "vk",
    communityKey: "vk:-75000201",
    begins: "2026-11-23T01:10:00.000Z",
    complaint: "Не горят фонари у остановки, дети из школы идут в темноте",
    question: "Здравствуйте! Как называется остановка и сколько фонарей не горит?",
    answer: "Остановка «Мельница», темно от неё до угла",
    final: "Здравствуйте! Администрация городского округа «Город Чита»: линия включена в наряд, лампы заменит бригада наружного освещения.",
    objection: "Никто не приезжал, так и стоим в темноте",
    heard: "Проверили: бригада была на соседней линии. Наряд выдан снова, мастер перезвонил диспетчеру.",
    joins: "и у нас",
    proof: "Вот снимок, сделан сегодня вечером",
    fixed: "Снимок передан мастеру: перегорела вставка в шкафу, её заменили.",
    thanks: "Спасибо большое за ответ",
    again: "Опять не горят фонари на той же остановке",
    finalAgain: "Здравствуйте! Администрация городского округа «Город Чита»: шкаф проверен ещё раз, кабель переложен.",
  },
  {
    network: "facebook",
    communityKey: "facebook:750000000001",
    begins: "2026-11-23T02:40:00.000Z",
    complaint: "В поликлинике третий день нет талонов к педиатру, с ребёнком не попасть на приём",
    question: "Здравствуйте! О каком отделении поликлиники речь?",
    answer: "Отделение за рынком, второй этаж",
    final: "Здравствуйте! Министерство здравоохранения Забайкальского края: приём ведёт второй врач, запись открыта в регистратуре.",
    objection: "В окошке сказали приходить через неделю, ничего не изменилось",
    heard: "Проверили ещё раз: регистратура получила указание записывать на этой неделе.",
    joins: "у нас тоже",
    proof: "Вот снимок объявления на двери",
    fixed: "Объявление устарело, его сняли: запись идёт.",
    thanks: "Спасибо вам за помощь",
    again: "Снова нет талонов к педиатру в поликлинике",
    finalAgain: "Здравствуйте! Министерство здравоохранения Забайкальского края: добавлены часы приёма, запись в регистратуре.",
  },
]
