import { describe, expect, it } from "vitest"
import { replyLanguageRu, russian } from "@otklik/locale-ru"
import { isDeskError } from "../../../src/base/index.ts"
import { createReplyLint, type ReplyFindingCode, type ReplyLintContext } from "../../../src/reply/index.ts"

/** How a reply speaks has tests of its own (`substance.test.ts`); here texts are short and do not greet. */
const manner = { "no-greeting": "off", "too-short": "off" } as const
const reply = createReplyLint({ language: replyLanguageRu, locale: russian(), severities: manner })
const context: ReplyLintContext = {
  replyKind: "final",
  outcome: { value: "fix-claimed" },
  zone: "Asia/Chita",
  responsible: ["Администрация города Читы", "МБУ «Дороги»"],
  contacts: ["8 (3022) 00-00-12", "priem@chita.example", "chita.example"],
}
const good = "Администрация Читы: яму на улице Ленина заделали. Вопросы: 8 (3022) 00-00-12."

function codes(text: string, change: Partial<ReplyLintContext> = {}): readonly ReplyFindingCode[] {
  return reply.lint(text, { ...context, ...change }).map(({ code }) => code)
}
/** The characters that findings of a code point at. */
function pointed(code: ReplyFindingCode, text: string, change: Partial<ReplyLintContext> = {}): readonly string[] {
  return reply
    .lint(text, { ...context, ...change })
    .filter((finding) => finding.code === code)
    .map(({ span }) => (span === null ? "" : text.slice(span.start, span.end)))
}

describe("a good reply", () => {
  it("has nothing to be told of", () => expect(reply.lint(good, context)).toEqual([]))
})

describe("guard of replies: an interim reply names a date", () => {
  const interim = (until: string): Partial<ReplyLintContext> => ({ replyKind: "interim", outcome: { value: "planned", until } })
  const until = "2026-11-30T14:59:59.999Z"

  it.each([
    ["day and month in words", `${good} Сделаем до 30 ноября.`],
    ["with the year", `${good} Сделаем до 30 ноября 2026 года.`],
    ["in digits", `${good} Сделаем до 30.11.2026.`],
    ["in digits without a year", `${good} Сделаем до 30.11`],
    ["as ISO", `${good} Сделаем до 2026-11-30.`],
    ["a short month", `${good} Сделаем 30 нояб.`],
  ])("finds it: %s", (_, text) => expect(codes(text, interim(until))).toEqual([]))

  it("misses it", () => {
    expect(codes(good, interim(until))).toEqual(["no-time"])
    expect(codes(`${good} Цена 12.50 рублей, дом 30, 30 метров.`, interim(until))).toEqual(["no-time"])
    expect(codes(good, { replyKind: "interim" })).toEqual(["no-time"])
  })

  it("takes a reason instead of a date, and a term that is told from today", () => {
    expect(codes(good, { replyKind: "interim", outcome: { value: "unknown", noDateReason: "ждём подрядчика" } })).toEqual([])
    expect(codes(`${good} Ответим в течение трёх рабочих дней.`, interim(until))).toEqual([])
  })

  it("reads the promised day in the region's zone", () => {
    expect(codes(`${good} Сделаем 30 ноября.`, interim("2026-11-29T15:00:00.000Z"))).toEqual([])
    expect(pointed("other-date", `${good} Сделаем 30 ноября.`, interim("2026-11-29T14:59:00.000Z"))).toEqual(["30 ноября"])
    expect(pointed("other-date", `${good} Сделаем 30.11.2027.`, interim(until))).toEqual(["30.11.2027"])
    expect(codes(`${good} Обратились 20 ноября, сделаем 30 ноября.`, interim(until))).toEqual([])
  })

  it("points at promises without a date, in any reply", () => {
    expect(pointed("vague-date", `${good} Остальное сделаем в ближайшее время.`)).toEqual(["в ближайшее время"])
  })
})

describe("guard of replies: contact of the responsible person", () => {
  it("misses whoever is responsible", () => {
    expect(codes("Яму заделали. Телефон 8 (3022) 00-00-12.")).toEqual(["nobody-named"])
    expect(codes("Яму заделали. Телефон 8 (3022) 00-00-12.", { responsible: [] })).toEqual(["nobody-named"])
  })

  it.each(["Администрацией города Читы", "администрация Читы", "МБУ Дороги"])("knows a body in another case: %s", (name) => {
    expect(codes(`Яма заделана: ${name}. Телефон 8 (3022) 00-00-12.`)).toEqual([])
  })

  it("takes any body where none is named", () => {
    const { responsible: _, ...rest } = context
    expect(reply.lint("Яму заделала управляющая компания, т. 8 (3022) 00-00-12", rest)).toEqual([])
    expect(reply.lint("Яму заделали, т. 8 (3022) 00-00-12", rest).map(({ code }) => code)).toEqual(["nobody-named"])
  })

  it.each([
    "т. 00-00-12",
    "пишите на priem@chita.example",
    "chita.example",
    "пишите @chita_city",
    "[club1|Чита онлайн]",
    "по телефону 112",
  ])("takes as a contact: %s", (contact) => expect(codes(`Администрация Читы заделала яму. Вопросы: ${contact}`)).toEqual([]))

  it("misses a contact; a date is none, nor is the author's own number", () => {
    expect(codes("Администрация Читы заделала яму. Напишите ваш номер телефона в личку.")).toEqual(["no-contact"])
    expect(codes("Администрация Читы заделала яму 24.11.2026 в 12:30.")).toEqual(["no-contact"])
  })
})

describe("personal data", () => {
  it.each([
    ["a mobile number", "Звоните мастеру: +7 914 000-00-01", "+7 914 000-00-01"],
    ["a mobile number in one run", "Звоните мастеру 89140000001", "89140000001"],
    ["СНИЛС", "Ваш номер 112-233-445 95", "112-233-445 95"],
    ["СНИЛС after its name", "СНИЛС: 11223344595 принят", "11223344595"],
    ["ИНН of a person", "ИНН 500100732259", "500100732259"],
    ["a passport", "паспорт серии 45 08 № 123456", "45 08 № 123456"],
    ["a card", "перевод на 4276 5500 1111 2220", ""],
    ["a card with its check digit", "перевод на 4111 1111 1111 1111", "4111 1111 1111 1111"],
    ["a flat", "ул. Ленина, д. 5, кв. 12: протечка устранена", "кв. 12"],
    ["a flat right after the house", "ул. Бабушкина 5 кв. 12", "кв. 12"],
    ["a flat right after the house, without a point", "ул. Бабушкина 5 кв 12, ваш долг", "кв 12"],
    ["a flat in words", "в квартире 12 тепло", "квартире 12"],
    ["somebody's e-mail", "пишите на someone@mail.example", "someone@mail.example"],
  ])("%s", (_, text, piece) => {
    expect(pointed("personal-data", `${good} ${text}`)).toEqual(piece === "" ? [] : [piece])
  })

  it.each([
    "телефоны 8 (3022) 00-00-12 и 8-800-000-00-00, 112",
    "номер заявки 4276550011112220, договор 450812345678",
    "ИНН организации 7536000000, ОГРН 1027500000000",
    "отремонтировано 54 кв. м во 2 кв. 2026 г., IV кв. 2027",
    "план на 3 кв. 26 г. и II кв. 26 года",
    "заявка 112-233-445, дело 4508 123456",
    "пишите на priem@chita.example",
    "счёт 40702810000000000001",
    "страница https://chita.example.org/view/4111111111111111?l=ru",
  ])("no false alarm: %s", (text) => expect(pointed("personal-data", `${good} ${text}`)).toEqual([]))

  it("a mobile number that the office publishes is a contact, however it is written", () => {
    const contacts = ["+7 (914) 000-00-01"]
    expect(pointed("personal-data", `${good} Дежурный: 8 914 000 00 01`, { contacts })).toEqual([])
  })

  it("never repeats what it found, and one number is told once", () => {
    const findings = reply.lint(`${good} Карта 4111 1111 1111 1111, 89140000001`, context)
    expect(findings).toHaveLength(2)
    for (const finding of findings) expect(JSON.stringify(finding)).not.toMatch(/4111|8914/)
    expect(findings[0]?.sentence).toBe("похоже на персональные данные: номер банковской карты")
  })
})

describe("guard of replies: personal data is never asked for in public", () => {
  it.each([
    ["Напишите ваш номер телефона, перезвоним.", true],
    ["Укажите паспортные данные и адрес проживания.", true],
    ["Пришлите, пожалуйста, ФИО и контактный телефон.", true],
    ["Напишите номер телефона в личные сообщения сообщества.", false],
    ["Сообщите по телефону 112.", false],
    ["Просим указать дату рождения.", true],
    ["Дежурный назвал номер телефона, указанный на сайте.", false],
    ["Укажите, на какой улице яма.", false],
    ["Наш номер телефона прежний. Напишите, если не помогло.", false],
  ])("%s %s", (text, asks) => expect(codes(`${good} ${text}`).includes("asks-personal-data")).toBe(asks))
})

describe("what the network takes", () => {
  const target = (change: object) => [{ network: "x", capabilities: { replyLimit: null, replyPhoto: true, ...change } }]

  it("length, with the part that is too much", () => {
    const finding = reply.lint(good, { ...context, targets: target({ replyLimit: 20 }) })[0]
    expect(finding).toMatchObject({ code: "too-long", span: { start: 20, end: good.length } })
    expect(finding?.sentence).toBe(`знаков ${good.length}, сеть x принимает 20`)
    expect(codes(good, { targets: target({ replyLimit: good.length }) })).toEqual([])
  })

  it("links, with and without https, and photos", () => {
    const text = `${good} Подробнее на https://chita.example.org/a?b=1 и gorod.ru.`
    expect(pointed("link-forbidden", text, { targets: target({ replyLinks: false }) })).toEqual([
      "https://chita.example.org/a?b=1",
      "gorod.ru",
    ])
    expect(codes(text, { targets: target({}) })).toEqual([])
    expect(codes(good, { targets: target({ replyPhoto: false }), photoCount: 1 })).toEqual(["photo-impossible"])
    expect(codes(good, { targets: target({ replyPhoto: false }), photoCount: 0 })).toEqual([])
  })
})

describe("shouting and what was left of a template", () => {
  it.each([
    ["УВАЖАЕМЫЕ ЖИТЕЛИ ГОРОДА!", ["УВАЖАЕМЫЕ ЖИТЕЛИ ГОРОДА"]],
    ["Сделано!!!", ["!!!"]],
    ["МЧС, МВД, ЖКХ и ЕДДС города извещены.", []],
    ["ГУ ГИБДД МВД РФ извещено.", []],
    ["МУП РЖКХ и УК «ЛИДЕР» извещены!", []],
  ])("%s", (text, found) => expect(pointed("shouting", `${text} ${good}`)).toEqual(found))

  it.each([
    ["Срок {dueAt}", ["{dueAt}"]],
    ["до ХХ.ХХ.ХХХХ", ["ХХ.ХХ.ХХХХ"]],
    ["до XX.XX.2026", ["XX.XX"]],
    ["дом ____", ["____"]],
    ["«...указать адрес»", ["«...указать адрес»"]],
    ["(указать срок)", ["(указать срок)"]],
    ["[ФИО ответственного]", ["[ФИО ответственного]"]],
    ["до …указать", ["…указать"]],
    ["в XX веке, XXX съезд, куртка XXL", []],
    ["просим указать адрес дома", []],
    ["[club1|Чита онлайн], (дом 5), «Дороги»", []],
    ["сделано (3 < 5 метров)", []],
  ])("%s", (text, found) => expect(pointed("placeholder", `${good} ${text}`)).toEqual(found))
})

describe("guard of replies: no quote of a deleted text", () => {
  const gone = "Когда же наконец заделают эту яму у пятого дома, сил больше нет"
  it("finds the words that are still known", () => {
    const text = `${good} Вы писали, что «заделают эту яму у пятого дома».`
    expect(pointed("quotes-gone-text", text, { goneTexts: [gone] })).toEqual(["заделают эту яму у пятого дома"])
    expect(codes(text, { goneTexts: ["Совсем о другом: нет света в подъезде третий день"] })).toEqual([])
    expect(codes(text)).toEqual([])
  })

  it("points at any quotation where the text is gone here too", () => {
    expect(pointed("quotes-gone-text", `${good} Вы писали: «когда заделают эту яму».`, { goneTexts: [null] })).toEqual([
      "«когда заделают эту яму»",
    ])
    expect(codes(`${good} МБУ «Дороги города».`, { goneTexts: [null] })).toEqual([])
  })
})

describe("rules are the host's", () => {
  it("switches off, and weighs anew", () => {
    const lint = createReplyLint({
      language: replyLanguageRu,
      locale: russian(),
      severities: { "no-contact": "off", "vague-date": "error", "no-greeting": "off" },
    })
    const findings = lint.lint("Администрация Читы: яму на улице Ленина у пятого дома засыплют в ближайшее время", context)
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["vague-date", "error"]])
  })

  it("adds phrases, with a sentence of their own", () => {
    const phrases = [{ id: "office-speak", query: '"данный вопрос"', sentence: "пишите проще" }]
    const lint = createReplyLint({ language: replyLanguageRu, locale: russian(), phrases, severities: manner })
    expect(lint.lint(`${good} По данному вопросу решение принято.`, context)).toEqual([
      {
        code: "phrase",
        severity: "warning",
        span: { start: good.length + 4, end: good.length + 19 },
        sentence: "пишите проще",
        facts: {},
        ruleId: "office-speak",
      },
    ])
  })

  it("refuses a code that there is not, a query that cannot be read", () => {
    const codeOf = (make: () => unknown) => {
      try {
        make()
      } catch (error) {
        return isDeskError(error) ? error.code : "other"
      }
      return "none"
    }
    const unknown: Record<string, "off"> = { "no-such-code": "off" }
    expect(codeOf(() => createReplyLint({ severities: unknown }))).toBe("config")
    expect(codeOf(() => createReplyLint({ phrases: [{ id: "x", query: "(", sentence: "s" }] }))).toBe("invalid-rule")
  })

  it("speaks English where no language is named", () => {
    const lint = createReplyLint()
    const text = "Hello! The council will mend it by November 30, 2026: 8 (3022) 00-00-12"
    expect(
      lint.lint(text, { replyKind: "interim", outcome: { value: "planned", until: "2026-11-30T05:00:00.000Z" }, zone: "Asia/Chita" }),
    ).toEqual([])
    expect(
      lint
        .lint("Hello! Everything that you wrote to us about will be looked at soon.", { replyKind: "interim", zone: "UTC" })
        .map(({ sentence }) => sentence),
    ).toEqual([
      "an interim reply names a day or a term, or why there is none",
      "the text does not say who is responsible",
      "the text does not say how to contact the responsible authority",
      "this promises something without a date",
    ])
  })

  it("takes any text: empty, one line of tens of thousands of characters, lone surrogates", () => {
    expect(() => reply.lint("", context)).not.toThrow()
    expect(() => reply.lint("\ud800 «\udfff", { ...context, goneTexts: [null] })).not.toThrow()
    // Each would take hours if anything here went over the text more than a few times.
    for (const piece of ["1 ", "а-", "а.", "Аа ", "«", "АА ", "ХХ.", "8 9", "@"]) {
      const long = piece.repeat(10_000)
      expect(() => reply.lint(long, { ...context, about: [long], goneTexts: [long, null] })).not.toThrow()
    }
  })
})
