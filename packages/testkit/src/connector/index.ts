export { connectorContract } from "./connector-contract.ts"
export type { ConnectorSubject, ConnectorWorld, ExpectedSkip, GenuinePush } from "./subject.ts"
