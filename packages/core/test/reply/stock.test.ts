import { describe, expect, it } from "vitest"
import { openStock } from "../../src/reply/index.ts"

const key = new Uint8Array(32).fill(7)
const at = "2026-11-24T00:00:00.000Z"
const asked = { at, incidentId: "inc_own" }
const text =
  "Здравствуйте! Администрация города проверила двор на улице Ленина, 5: яму засыпали, вопросы принимает диспетчер круглосуточно каждый день."
const stockOf = (count: number, of = text, moment = at, exempt: readonly string[] = []) => {
  const stock = openStock(undefined, { key, exempt })
  for (let index = 0; index < count; index++) stock.add({ at: moment, incidentId: `inc_${index}`, text: of.replace("5", String(index)) })
  return stock
}

describe("the stock of replies", () => {
  it("counts what three other incidents or more were told: another house does not make another text", () => {
    expect(stockOf(3).shareOf(text, asked)).toBe(1)
    expect(stockOf(2).shareOf(text, asked)).toBe(0)
    expect(
      stockOf(9, "Фонарь у школы заменили, проверьте вечером, спасибо за сообщение и за терпение, пишите нам ещё.").shareOf(text, asked),
    ).toBe(0)
  })

  it("does not count what its own incident was told, nor one incident twice", () => {
    expect(stockOf(3).shareOf(text, { at, incidentId: "inc_1" })).toBe(0)
    const stock = openStock(undefined, { key, exempt: [] })
    for (let index = 0; index < 9; index++) stock.add({ at, incidentId: "inc_same", text })
    expect(stock.shareOf(text, asked)).toBe(0)
  })

  it("forgets after 30 days", () => {
    expect(stockOf(3, text, "2026-10-25T00:00:00.000Z").shareOf(text, asked)).toBe(1)
    expect(stockOf(3, text, "2026-10-24T23:59:59.999Z").shareOf(text, asked)).toBe(0)
  })

  it("lets pass what stands in an approved template, whatever fills it", () => {
    const template = text.replace("улице Ленина, 5", "{place}")
    expect(stockOf(5, text, at, [template]).shareOf(text, asked)).toBe(0)
  })

  it("does not judge a text of a few words", () => {
    const short = "Здравствуйте! Яму засыпали, спасибо за сообщение."
    expect(stockOf(5, short).shareOf(short, asked)).toBe(0)
  })

  it("comes back from what is stored, which holds no word and depends on the key", () => {
    const body = stockOf(3).encode(at)
    const kept = new TextDecoder().decode(body)
    expect(kept).not.toMatch(/[а-яё]/iu)
    expect(openStock(body, { key, exempt: [] }).shareOf(text, asked)).toBe(1)
    expect(openStock(body, { key: new Uint8Array(32).fill(8), exempt: [] }).shareOf(text, asked)).toBe(0)
  })

  it("keeps 2 000 replies at most, the newest, and nothing that is older than 30 days", () => {
    expect(JSON.parse(new TextDecoder().decode(stockOf(2005, "раз два три четыре").encode(at)))).toHaveLength(2000)
    expect(JSON.parse(new TextDecoder().decode(stockOf(5).encode("2027-01-01T00:00:00.000Z")))).toEqual([])
  })
})
