import { describe, expect, it } from "vitest"
import { russian } from "../../src/index.ts"

const { isPlainThanks, isJoining } = russian()

describe("a plain thanks", () => {
  it.each([
    "Спасибо!",
    "Большое спасибо за быстрый ответ",
    "Благодарим вас за оперативность и внимание 🙏",
    "Спасибо большое, всего доброго",
    "СПАСИБО ЗА ПОМОЩЬ!!!",
    "@city_help спасибо за ответ",
    "[club17|Администрация], спасибо",
  ])("is %s", (text) => {
    expect(isPlainThanks?.(text)).toBe(true)
  })

  it.each([
    "Спасибо, но света так и нет",
    "Спасибо, что не сделали",
    "Спасибо, а когда подъезд?",
    "Спасибо?",
    "Ну спасибо, удружили",
    "спасибо за ничего",
    "быстро",
    "",
    "🙏",
    "Спасибо ".repeat(13),
    "Спасибо за воду, теперь бы ещё тепло",
  ])("is not %s: a lost objection costs more than a look", (text) => {
    expect(isPlainThanks?.(text)).toBe(false)
  })
})

describe("a text that joins what somebody else wrote", () => {
  it.each([
    "и у нас",
    "@city_help и у нас",
    "У нас тоже",
    "+1",
    "+",
    "На Журавлёва тоже",
    "Аналогично, Бутина 12",
    "ул. Ленина, д. 5",
    "и на Шилова такая же история",
    "Ленина 5",
  ])("is %s", (text) => {
    expect(isJoining?.(text)).toBe(true)
  })

  it.each([
    "",
    "А у нас есть?",
    "Тоже нет света третий день",
    "сами виноваты",
    "5",
    "Ерунда какая-то",
    "у нас всё работает",
    "Спасибо 5",
    "не у нас",
  ])("is not %s", (text) => {
    expect(isJoining?.(text)).toBe(false)
  })
})
