import assert from "node:assert/strict"
import type { Connector } from "@otklik/core"
import {
  auditGuidance,
  chooseTemplate,
  createReplyLint,
  planReplies,
  renderReply,
  replyKindAllowed,
  replyTemplatesSchema,
  wordFacts,
} from "@otklik/core/replies"
import { replyLanguageRu, replyWordingRu, russian } from "@otklik/locale-ru"

const zone = "Asia/Chita"

// #region template
const templates = replyTemplatesSchema.parse([
  { id: "any", text: "{authority} приняла обращение в работу. Телефон: {phone}." },
  {
    id: "roads-planned",
    text: "{authority}: отремонтируем до {until}. Телефон: {phone}.",
    appliesTo: { topics: ["roads"], outcomes: ["planned"] },
  },
])
const choice = chooseTemplate(templates, {
  topic: "roads",
  kind: "problem",
  replyKind: "interim",
  outcome: "planned",
  network: "vk",
  authorityId: "chita",
  at: "2026-11-24T00:00:00.000Z",
})
const facts = { authority: "Администрация Читы", until: { day: "2026-11-30T14:59:59.999Z" }, phone: "8 (3022) 00-00-12" }
const text = renderReply(choice.template?.text ?? "", wordFacts(facts, { zone, wording: replyWordingRu }))
// #endregion template
assert.equal(text, "Администрация Читы: отремонтируем до 30 ноября 2026 года. Телефон: 8 (3022) 00-00-12.")
assert.equal(choice.why, "fits by topics, outcomes; of the 2 that fit it has the most conditions")

// #region lint
const reply = createReplyLint({ language: replyLanguageRu, locale: russian() })
const draft = "Починим в ближайшее время. Напишите ваш номер телефона: {phone}"
const findings = reply.lint(draft, {
  replyKind: "interim",
  outcome: { value: "planned", until: "2026-11-30T14:59:59.999Z" },
  zone,
  responsible: ["Администрация города Читы"],
  contacts: ["8 (3022) 00-00-12"],
})
for (const { severity, span, sentence } of findings) {
  console.log(`${severity}: ${sentence}${span === null ? "" : `: ${draft.slice(span.start, span.end)}`}`)
}
// #endregion lint
assert.deepEqual(
  findings.map(({ code }) => code),
  ["no-time", "nobody-named", "no-contact", "no-greeting", "vague-date", "asks-personal-data", "placeholder"],
)

const capabilities = { pull: true, webhook: false, reply: true, replyPhoto: true, replyLimit: 2000, relay: false }
const vk: Connector = {
  specificationVersion: "v1",
  id: "vk:club1",
  network: "vk",
  capabilities,
  sources: [],
  doPull: () => Promise.reject(new Error("not asked for")),
  doCheck: () => Promise.resolve({ ok: true, problems: [], expiresAt: null }),
}

// #region plan
const refused = [{ messageKey: "vk:-1_7", step: "under-message", reason: "comments are closed" }] as const
const plans = planReplies({ draftId: "drf_1", text, photos: [] }, ["vk:-1_7", "vk:-1_8"], [vk], { refused, publicPage: true })
for (const { messageKey, step, connectorId, why } of plans) console.log(messageKey, step, connectorId ?? why)
// #endregion plan
assert.deepEqual(
  plans.map(({ step, connectorId }) => [step, connectorId]),
  [
    ["official-post", null],
    ["under-message", "vk:club1"],
  ],
)

// #region guidance
const audit = auditGuidance(
  [{ id: "heat-2026", topic: "heating", ownerId: "heat", text: "Позвоните диспетчеру: 112.", validTo: "2026-12-01T00:00:00.000Z" }],
  [{ guidanceId: "heat-2026", count: 214 }],
  { now: "2026-11-24T00:00:00.000Z", topics: ["heating", "roads"], authorityIds: ["heat"] },
)
for (const { severity, topic, message } of audit) console.log(`${severity}: ${topic}: ${message}`)
const final = replyKindAllowed({ replyKind: "final", incidentKind: "problem", isGuidance: true })
// #endregion guidance
assert.deepEqual(
  audit.map(({ code }) => code),
  ["expiring-soon", "no-guidance"],
)
assert.equal(final.allowed, false)
