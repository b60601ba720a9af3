import assert from "node:assert/strict"
import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk } from "@otklik/core"
import { createReplyLint, type Speller } from "@otklik/core/replies"
import { replyLanguageRu, replyWordingRu, russian } from "@otklik/locale-ru"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage, createManualClock } from "@otklik/testkit"
import dictionary from "dictionary-ru"
import { createHunspellFromStrings } from "hunspell-wasm"

// #region speller
const [affixes, words] = [dictionary.aff, dictionary.dic].map((bytes) => new TextDecoder().decode(bytes))
const hunspell = await createHunspellFromStrings(affixes ?? "", words ?? "")
hunspell.addWord("Горсвет") // names that your replies need

const speller: Speller = {
  check(text) {
    const unknown = Array.from(text.matchAll(/[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*/g)).filter(([word]) => !hunspell.testSpelling(word))
    return unknown.map(({ 0: word, index }) => ({
      span: { start: index, end: index + word.length },
      suggestions: hunspell.getSpellingSuggestions(word).slice(0, 3),
    }))
  },
}
// #endregion speller

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const message = buildMessage({ key: "vk:-1_1", text: "Во дворе не горят фонари" })
const source = {
  id: "day",
  open: async function* () {
    yield JSON.stringify(message)
  },
}
const actor = { id: "lida", kind: "person" } as const

// #region desk
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [createArchiveConnector({ id: "archive:day", sources: [source] })],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  topics: [{ id: "lamps", title: "Уличное освещение" }],
  routing: {
    authorities: [{ id: "light", title: "Горсвет", kind: "utility", contact: { phone: "8 (3022) 00-00-12" } }],
    territories: [],
    rules: [{ id: "lamps", when: { topics: ["lamps"] }, assign: { authorityId: "light" } }],
  },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock,
  replies: {
    zone: "Asia/Chita",
    wording: replyWordingRu,
    lint: createReplyLint({ language: replyLanguageRu, locale: russian() }),
    speller,
    templates: [
      {
        id: "planned",
        version: "2026",
        text: "Здравствуйте! {authority} исправит фонари до {promisedDay}, бригада {brigade}. Телефон: {phone}.",
        appliesTo: { outcomes: ["planned"] },
        validFrom: "2026-01-01T00:00:00+09:00",
      },
    ],
  },
})
// #endregion desk

await desk.pull()
const incidentId = (await desk.find({}, { limit: 1 })).incidents[0]?.incident.incidentId ?? ""

// #region compose
const reply = { replyKind: "interim", outcome: { value: "planned", until: "2026-11-30T14:59:59.999Z" } } as const
const empty = await desk.compose(incidentId, reply, { actor })
console.log(empty?.text, empty?.missing) // what a form has to ask for

const filled = await desk.compose(incidentId, { ...reply, facts: { brigade: "№ 4" } }, { actor })
const typed = await desk.compose(incidentId, { ...reply, text: `${filled?.text} Спосибо!` }, { actor })
for (const { network, length, limit } of typed?.targets ?? []) console.log(network, length, limit ?? "no limit is known")
for (const { span, suggestions } of typed?.spelling ?? []) console.log(typed?.text.slice(span.start, span.end), suggestions)
// #endregion compose
assert.deepEqual(empty?.missing, ["brigade"])
assert.equal(filled?.text, "Здравствуйте! Горсвет исправит фонари до 30 ноября 2026 года, бригада № 4. Телефон: 8 (3022) 00-00-12.")
assert.deepEqual(filled?.findings, [])
assert.deepEqual(
  typed?.spelling.map(({ span, suggestions }) => [typed.text.slice(span.start, span.end), suggestions]),
  [["Спосибо", ["Спасибо", "Способ"]]],
)
hunspell.dispose()
