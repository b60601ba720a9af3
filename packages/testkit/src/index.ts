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
export {
  chaosContract,
  chaosKeyword,
  runChaos,
  type ChaosCounts,
  type ChaosNetwork,
  type ChaosOffer,
  type ChaosReport,
  type ChaosSimulator,
  type ChaosSubject,
  type ChaosWorld,
} from "./chaos/index.ts"
export { runContract, type CaseResult, type Contract, type ContractCase } from "./contract.ts"
export { connectorContract, type ConnectorSubject, type ConnectorWorld, type ExpectedSkip, type GenuinePush } from "./connector/index.ts"
export { buildMessage } from "./message.ts"
export {
  createNetworkSimulator,
  simulatedNetworks,
  type NetworkSimulator,
  type NetworkSimulatorOptions,
  type SimulatedComment,
  type SimulatedFault,
  type SimulatedFaultKind,
  type SimulatedNetwork,
  type SimulatedPost,
  type SimulatedReply,
  type SimulatedRequest,
  type SimulatedServer,
  type SimulatedTokenRequest,
} from "./network/index.ts"
export { createFlowingClock, type FlowingClockOptions } from "./flowing-clock.ts"
export { createRandom } from "./random.ts"
export { createManualClock, type ManualClock } from "./clock.ts"
export { storageContract, type HandleOptions, type OpenedStorage, type StorageSubject, type WatchedStorage } from "./storage/index.ts"
