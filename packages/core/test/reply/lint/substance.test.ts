import { describe, expect, it } from "vitest"
import { replyLanguageRu, russian } from "@otklik/locale-ru"
import { createReplyLint, type ReplyFindingCode, type ReplyLintContext } from "../../../src/reply/index.ts"

const lint = createReplyLint({ language: replyLanguageRu, locale: russian() })
const interim: ReplyLintContext = {
  replyKind: "interim",
  outcome: { value: "planned", until: "2026-11-30T14:59:59.999Z" },
  zone: "Asia/Chita",
  now: "2026-11-24T03:00:00.000Z",
  about: ["Во дворе на Бабушкина второй месяц не горят фонари", "Уличное освещение"],
}
const final: ReplyLintContext = { ...interim, replyKind: "final", outcome: { value: "fix-claimed" } }

function codes(text: string, context: ReplyLintContext, ...of: readonly ReplyFindingCode[]): readonly ReplyFindingCode[] {
  return lint.lint(text, context).flatMap(({ code }) => (of.length === 0 || of.includes(code) ? [code] : []))
}

describe("no-time: an interim reply names a day or a term", () => {
  it.each([
    "Фонари заменим до конца недели.",
    "Фонари заменим до конца месяца.",
    "Фонари заменят к концу года.",
    "Бригада выезжает сегодня.",
    "Фонари заменим в течение пяти дней.",
    "Фонари заменим через 48 часов.",
    "Фонари заменим в декабре.",
    "Фонари включим в 19:00.",
    "Освещение построим до 2028 года.",
    "Мастер приедет в пятницу.",
    "Фонари заменим в первом квартале.",
    "Фонари заменим к декабрю.",
  ])("takes as a time: %s", (text) => expect(codes(text, interim, "no-time")).toEqual([]))

  it.each([
    "Фонари заменим, как только придут лампы.",
    "Ваше обращение от 20 ноября принято, фонари заменим.",
    "Фонари заменим. Диспетчер работает с 8:00 до 17:00.",
    "Фонари заменим по постановлению от 2006 года.",
  ])("takes as none: %s", (text) => expect(codes(text, interim, "no-time")).toEqual(["no-time"]))
})

describe("promise-in-the-past: a promise is for a day that comes", () => {
  it.each(["Фонари заменим до 20 ноября.", "Фонари будут заменены до 23.11.2026.", "Работы запланированы на 1 ноября 2026 года."])(
    "points at: %s",
    (text) => {
      const [found] = lint.lint(text, interim).filter(({ code }) => code === "promise-in-the-past")
      expect(found?.severity).toBe("error")
      expect(text.slice(found?.span?.start, found?.span?.end)).toMatch(/^(?:20 ноября|23\.11\.2026|1 ноября 2026)$/)
    },
  )

  it.each([
    "Фонари заменили 20 ноября.",
    "Фонари заменим до 24 ноября.",
    "Заявку от 20 ноября выполним до 30 ноября.",
    "Фонари заменим до 15 января.",
  ])("lets pass: %s", (text) => expect(codes(text, interim, "promise-in-the-past")).toEqual([]))

  it("says nothing where no present moment is known", () => {
    const { now: _, ...timeless } = interim
    expect(codes("Фонари заменим до 20 ноября.", timeless, "promise-in-the-past")).toEqual([])
  })
})

describe("only-passed-on and form-reply: passing on is no answer", () => {
  it.each([
    "Здравствуйте! Ваше обращение передано в Горсвет для принятия мер.",
    "Здравствуйте! Вопрос взят на контроль, информация направлена в профильный отдел.",
    "Добрый день! Информация принята к сведению и учтена в работе отдела.",
    "Добрый день! Сообщение передали в Горсвет. Фонари будут заменены.",
  ])("finds: %s", (text) => {
    expect(codes(text, final, "only-passed-on", "form-reply")).toEqual(expect.arrayContaining(["only-passed-on", "form-reply"]))
  })

  it.each([
    "Здравствуйте! Заявку передали в Горсвет, фонари заменят до 30 ноября.",
    "Здравствуйте! Заявку передали в Горсвет, вчера лампы заменили.",
    "Здравствуйте! На место направлена бригада, фонари проверим.",
    "Здравствуйте! Фонари на Бабушкина заменили.",
    "Здравствуйте! Решение принято: фонари останутся.",
  ])("lets pass: %s", (text) => expect(codes(text, final, "only-passed-on", "form-reply")).toEqual([]))

  it("is not asked of a redirection, which only passes on", () => {
    const redirect: ReplyLintContext = { ...final, replyKind: "redirect" }
    expect(codes("Ваше обращение передано в Горсвет.", redirect, "only-passed-on", "form-reply")).toEqual([])
  })
})

describe("law-only: a norm is no answer", () => {
  it.each([
    "Согласно постановлению № 491 содержание фонарей входит в обязанности собственников.",
    "Здравствуйте! Освещение регулируется ГОСТ Р 55706. В соответствии с законом 131-ФЗ это вопрос поселения.",
  ])("finds: %s", (text) => expect(codes(text, final, "law-only")).toEqual(["law-only"]))

  it.each([
    "По ГОСТ фонарь должен гореть, поэтому лампу заменили.",
    "Освещение регулируется ГОСТ Р 55706. Фонари заменим до 30 ноября.",
    "Фонари проверил мастер. Светильники исправны. Пиши нам. По закону срок 10 дней.",
  ])("lets pass: %s", (text) => expect(codes(text, final, "law-only")).toEqual([]))
})

describe("other-subject: a reply is about the complaint", () => {
  it("needs a word of the complaint or its topic, in any form", () => {
    expect(codes("Здравствуйте! Управляющая компания вывезла мусор с контейнерной площадки.", final, "other-subject")).toEqual([
      "other-subject",
    ])
    expect(codes("Здравствуйте! Бригада заменила лампу в фонаре.", final, "other-subject")).toEqual([])
    expect(codes("Здравствуйте! Уличного освещения по этому адресу нет.", final, "other-subject")).toEqual([])
  })

  it("is not looked for where nothing is known of the complaint", () => {
    expect(codes("Здравствуйте! Мусор вывезли.", { ...final, about: [] }, "other-subject")).toEqual([])
    const { about: _, ...unknown } = final
    expect(codes("Здравствуйте! Мусор вывезли.", unknown, "other-subject")).toEqual([])
  })
})

describe("stock-text: the same to many", () => {
  const said = (share: number): ReplyLintContext => ({ ...interim, shareSaidToOthers: () => share })
  const text = "Здравствуйте! Горсвет проверит фонари и заменит лампы."

  it("is told from the share of the text that others got", () => {
    expect(lint.lint(text, said(0.6)).find(({ code }) => code === "stock-text")).toMatchObject({
      severity: "warning",
      facts: { percent: "60" },
    })
    expect(codes(text, said(0.59), "stock-text")).toEqual([])
  })

  it("makes a form reply from half of it on, where an interim reply names no time", () => {
    expect(codes(text, said(0.5), "form-reply")).toEqual(["form-reply"])
    expect(codes(`${text} Срок 30 ноября.`, said(0.9), "form-reply")).toEqual([])
    expect(codes(text, { ...said(0.9), replyKind: "final" }, "form-reply")).toEqual([])
  })
})

describe("the manner of a reply", () => {
  const good = "Здравствуйте! Горсвет заменил лампы во дворе на Бабушкина, проверьте вечером."
  it("greets, is polite and says something", () => {
    expect(codes(good, final, "impolite", "no-greeting", "too-short")).toEqual([])
    expect(codes("Сделали.", final, "no-greeting", "too-short")).toEqual(["no-greeting", "too-short"])
    expect(codes(`${good} Хватит жаловаться!`, final, "impolite")).toEqual(["impolite"])
    expect(codes(`${good} Это чушь.`, final, "impolite")).toEqual(["impolite"])
  })
})

describe("a sentence ends where it ends", () => {
  it("not at an abbreviation, a date or a number", () => {
    const text = "Просим на ул. Ленина, д. 5 от 24.11.2026 указать номер телефона. Спасибо."
    const [found] = lint.lint(text, final).filter(({ code }) => code === "asks-personal-data")
    expect(found).toBeDefined()
    // A private way in the next sentence does not excuse this one.
    expect(codes("Укажите номер телефона. Писать можно в личные сообщения.", final, "asks-personal-data")).toEqual(["asks-personal-data"])
    expect(codes("Укажите номер телефона на ул. Ленина в личные сообщения.", final, "asks-personal-data")).toEqual([])
  })
})
