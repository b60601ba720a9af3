export {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildIncident,
  buildEvidence,
  buildOutboxEntry,
  buildReplyPhoto,
  buildStoredMessage,
  type BuildIncidentOptions,
  type BuiltIncident,
} from "./build/index.ts"
export { certificate, type Certificate, type CertificateRow } from "./certificate.ts"
export { runContract, type CaseResult, type Contract, type ContractCase } from "./contract.ts"
export { buildMessage } from "./message.ts"
export { createFlowingClock, type FlowingClockOptions } from "./flowing-clock.ts"
export { createRandom } from "./random.ts"
export { createManualClock, type ManualClock } from "./clock.ts"
