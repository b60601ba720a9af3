export { createNetworkSimulator, simulatedNetworks } from "./create-network-simulator.ts"
export type { SimulatedFault, SimulatedFaultKind } from "./fault.ts"
export type {
  NetworkSimulator,
  NetworkSimulatorOptions,
  SimulatedComment,
  SimulatedNetwork,
  SimulatedPost,
  SimulatedReply,
  SimulatedRequest,
  SimulatedServer,
  SimulatedTokenRequest,
} from "./network-simulator.ts"
