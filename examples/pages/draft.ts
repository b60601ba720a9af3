// A draft by the host's model: people are masked, every fact is checked against its source.
import assert from "node:assert/strict"
import { checkGrounds, createDrafter, createFakeModel, createMask, type DraftSource } from "@otklik/draft"
import { draftLanguageRu, maskRu } from "@otklik/locale-ru"
import { createManualClock } from "@otklik/testkit"

const clock = createManualClock({ at: "2026-11-25T00:00:00.000Z" })
const model = createFakeModel("obedient")

// #region draft
const language = draftLanguageRu()
const mask = createMask({ detectors: maskRu({ places: ["Горсвет", "Чита"] }) })
// model: what a provider of the AI SDK makes, as openai("gpt-…") or a model on a server of yours
const drafter = createDrafter({ model, mask, language, clock, style: "Коротко, на «вы»." })

const sources: readonly DraftSource[] = [
  { kind: "guidance", id: "lamps", text: "Горсвет заменит лампы до 30 ноября 2026 года. Диспетчер: 8 (3022) 00-00-12." },
]
const complaint = ["Иванова Мария Сергеевна, кв. 12: на улице Бабушкина не горят фонари, звоните 8 914 000-00-01"]
const { text, facts, faults, masked, madeBy } = await drafter.draft({ replyKind: "interim", complaint, sources })
if (text === null) console.log("the template is what is left:", faults)
for (const { start, end, source } of facts) console.log(text?.slice(start, end), source.kind, source.id)
console.log(masked, madeBy.provider, madeBy.modelId)
// #endregion draft
assert.equal(text, "Горсвет заменит лампы до 30 ноября 2026 года.")
assert.equal(masked, 3)
assert.doesNotMatch(JSON.stringify(model.prompts), /Иванова|Мария|914|кв\. 12/)

// #region grounds
const invented = "Горсвет заменит лампы до 29 ноября. Мастер Сидоров позвонит завтра."
const { ungrounded } = checkGrounds(invented, sources, { language })
for (const { start, end, kind } of ungrounded) console.log(kind, invented.slice(start, end))
// #endregion grounds
assert.deepEqual(
  ungrounded.map(({ start, end }) => invented.slice(start, end)),
  ["29", "Мастер", "Сидоров", "завтра"],
)
