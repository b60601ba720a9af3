export { buildCursorMove } from "./cursor.ts"
export { appendOf, buildIncident, type BuildIncidentOptions, type BuiltIncident } from "./incident.ts"
export { buildStoredMessage } from "./stored-message.ts"
export { buildDraft, buildOutboxEntry } from "./reply.ts"
