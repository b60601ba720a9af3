import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { diffOf } from "../app/state/diff.ts"
import { whyText, type Titles } from "../app/text/why.ts"

const names: Titles = {
  authority: (id) => (id === "adm" ? "Администрация" : null),
  territory: (id) => (id === "okrug" ? "Городской округ «Город Чита»" : null),
  topic: (id) => (id === "heating" ? "Отопление" : null),
  network: () => "ВКонтакте",
  moment: () => "вчера, 14:02",
}
const say = (sentence: string) => whyText(sentence, "ru", names)

/** The sentences of a source of the core, with something in each place that is filled in. */
function sentencesOf(file: string): readonly string[] {
  const source = readFileSync(fileURLToPath(new URL(`../../../packages/core/src/${file}`, import.meta.url)), "utf8")
  const code = source.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, "")
  const filled = (text: string) =>
    text.replaceAll(/\$\{(\w+)\}/g, (_, what: string) =>
      /At$|until/.test(what) ? "2026-11-24T01:00:00.000Z" : what === "type" ? "close" : "60",
    )
  return [...code.matchAll(/"([^"\n]*)"|`([^`]*)`/g)].map(([, plain, template]) => filled(plain ?? template ?? ""))
}

describe("why a command does not fit", () => {
  it("is said in Russian, whatever the core says", () => {
    const found = sentencesOf("incident/decide/guards.ts").filter((text) => /^[a-z\d"].* /.test(text))
    expect(found.length).toBeGreaterThan(20)
    for (const sentence of found)
      expect(say(sentence), sentence).toMatchObject({ lang: "ru", text: expect.stringMatching(/^[^a-z]*$/i) as string })
  })

  it("is left as it is where nobody knows the sentence, and said to be English", () => {
    expect(say("a moon is full")).toEqual({ text: "a moon is full", lang: "en" })
    expect(whyText("no fix is claimed", "en", names)).toEqual({ text: "no fix is claimed", lang: "en" })
    expect(say("Так решили на планёрке")).toEqual({ text: "Так решили на планёрке", lang: "ru" })
  })
})

describe("why this owner and this place", () => {
  it.each([
    [
      'topic "heating", rule "by-heating": "adm" plays the role "heating" in "okrug"',
      "тема «Отопление», правило «by-heating»: «Администрация» отвечает за это на территории «Городской округ «Город Чита»» (роль «heating»)",
    ],
    [
      'topic "heating", rule "to": goes to "adm"; a co-executor is missing: there is no authority "z"',
      "тема «Отопление», правило «to»: всегда отвечает «Администрация»; нет соисполнителя: ведомства «z» нет",
    ],
    [
      'no owner: topic "heating", territory unknown, network "vk"; nearest rule "r": the territory is unknown, so no authority has the role "z"',
      "ответственного нет: тема «Отопление», место не определено, сеть ВКонтакте; ближе всего правило «r»: место не определено, поэтому не ясно, кто отвечает (роль «z»)",
    ],
    ['the text names "Чита" next to a street and a house number (=чита)', "в тексте названо «Чита» рядом с улицей и домом (=чита)"],
    [
      'a word of the text may be the name of "Мир" or "Заря", or an ordinary word',
      "слово в тексте может быть названием: «Мир» или «Заря», а может — обычным словом",
    ],
    ["set by a person", "назвал человек"],
  ])("%s", (sentence, russian) => {
    expect(say(sentence)).toEqual({ text: russian, lang: "ru" })
  })
})

describe("the difference of two versions", () => {
  it("shows what was added and left out, and comes to both texts", () => {
    const [earlier, later] = ["Отключено до вторника, приносим извинения.", "Отключено до среды, 25 ноября; приносим извинения."]
    const pieces = diffOf(earlier, later)
    const text = (...kinds: readonly string[]) =>
      pieces
        .filter(({ kind }) => kinds.includes(kind))
        .map((piece) => piece.text)
        .join("")
    expect([text("same", "removed"), text("same", "added")]).toEqual([earlier, later])
    expect(pieces.filter(({ kind }) => kind === "removed").map((piece) => piece.text)).toContain("вторника")
    expect(diffOf("", "новое").map(({ kind }) => kind)).toEqual(["added"])
    expect(diffOf("так же", "так же")).toEqual([{ kind: "same", text: "так же" }])
  })
})
