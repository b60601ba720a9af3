import { coldFlat, sendWebhooks, type Town } from "./town.ts"

/** A whole month, for figures. */
export const november = "zone=Asia/Chita&from=2026-11-01&to=2026-12-01"
/** What begins like a photo. */
export const jpeg = new Uint8Array([0xff, 0xd8, 1, 2, 3])

/** Attaches it to the incident about cold flats. */
export async function addPhoto(town: Town): Promise<Response> {
  return town.ask("POST", `/incidents/${await coldFlat(town)}/evidence?shows=problem`, {
    body: jpeg,
    headers: { "content-type": "image/jpeg" },
  })
}

/** One good call of each route: a route without one fails a test. */
export const calls: Readonly<Record<string, (town: Town) => Promise<Response>>> = {
  registerIncident: (town) =>
    town.ask("POST", "/incidents", {
      json: { from: "phone", text: "Во дворе яма", topic: "pits" },
      headers: { "idempotency-key": "form-1" },
    }),
  addMessage: async (town) =>
    town.ask("POST", `/incidents/${await coldFlat(town)}/messages`, {
      json: { from: "phone", text: "Всё ещё холодно" },
      headers: { "idempotency-key": "call-2" },
    }),
  getActions: async (town) => town.ask("GET", `/incidents/${await coldFlat(town)}/actions`),
  me: (town) => town.ask("GET", "/me"),
  vocabulary: (town) => town.ask("GET", "/vocabulary"),
  executeCommand: async (town) =>
    town.ask("POST", `/incidents/${await coldFlat(town)}/commands`, {
      as: "executor",
      json: { type: "take" },
      headers: { "if-match": "*" },
    }),
  executeMany: async (town) =>
    town.ask("POST", "/commands", {
      as: "executor",
      json: { command: { type: "take" }, incidentIds: [await coldFlat(town)] },
      headers: { "idempotency-key": "many-1" },
    }),
  previewMany: async (town) =>
    town.ask("POST", "/commands/preview", { as: "executor", json: { command: { type: "take" }, where: { topics: ["heating"] } } }),
  countIncidents: (town) => town.ask("GET", "/counts?views=pits"),
  searchIncidents: (town) => town.ask("POST", "/incidents/search", { json: { text: "яма", purpose: "a caller asks" } }),
  unsealAuthor: async (town) =>
    town.ask("POST", `/incidents/${await coldFlat(town)}/author`, {
      as: "officer",
      json: { messageKey: "vk:-1_1", purpose: "a court asks" },
    }),
  listIncidents: (town) => town.ask("GET", "/incidents?statuses=assigned&statuses=in-work&limit=1"),
  getCase: async (town) => {
    await addPhoto(town)
    return town.ask("GET", `/incidents/${await coldFlat(town)}`)
  },
  addEvidence: addPhoto,
  getPhoto: async (town) => {
    const { headers } = await addPhoto(town)
    return town.ask("GET", headers.get("location") ?? "")
  },
  feed: (town) => town.ask("GET", "/feed?limit=3&types=incident-registered&types=incident-detected"),
  events: (town) => town.ask("GET", "/events"),
  report: (town) => town.ask("GET", `/report?${november}&compareWith=previous`),
  coverage: (town) => town.ask("GET", `/coverage?${november}`),
  checkDraft: async (town) =>
    town.ask("POST", `/incidents/${await coldFlat(town)}/draft-check`, {
      as: "executor",
      json: { replyKind: "interim", outcome: { value: "planned", until: "2026-11-30T00:00:00.000Z" } },
    }),
  previewGuidance: async (town) => town.ask("GET", `/guidance/dispatcher/preview?incidentId=${await coldFlat(town)}`),
  bursts: (town) => town.ask("GET", "/bursts?open=true&limit=10"),
  workload: (town) => town.ask("GET", "/workload?authorityId=heat", { as: "supervisor" }),
  guidance: (town) => town.ask("GET", "/guidance?soonDays=30"),
  journal: async (town) => {
    await calls["unsealAuthor"]?.(town)
    return town.ask("GET", "/journal?kind=access&limit=10", { as: "officer" })
  },
  health: (town) => town.ask("GET", "/health"),
  listWebhooks: (town) => town.ask("GET", "/webhooks"),
  listDeadLetters: async (town) => {
    await sendWebhooks(town)
    const dead = [{ position: "2", incidentId: await coldFlat(town), status: 422, at: town.clock.now() }]
    const state = { state: "active", failures: 0, failingSince: null, lastStatus: null, refusals: 0, dead }
    await town.desk.changeConsumer("webhooks/ministry", () => ({ notes: state }))
    return town.ask("GET", "/webhooks/ministry/dead-letters")
  },
  replayWebhook: async (town) => {
    await sendWebhooks(town)
    return town.ask("POST", "/webhooks/ministry/replay", { json: { positions: ["2", "3"] } })
  },
  resumeWebhook: async (town) => {
    await sendWebhooks(town)
    return town.ask("POST", "/webhooks/ministry/resume", { json: {} })
  },
  livez: (town) => town.ask("GET", "/livez", { as: null }),
  readyz: (town) => town.ask("GET", "/readyz", { as: null }),
  problem: (town) => town.ask("GET", "/problems/conflict", { as: null }),
  verifyHook: (town) => town.ask("GET", "/hooks/vk-4f9a?hub.challenge=1", { as: null }),
  receiveHook: (town) => town.ask("POST", "/hooks/vk-4f9a", { as: null, body: "12345" }),
}
