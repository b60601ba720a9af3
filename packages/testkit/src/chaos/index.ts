export { chaosContract } from "./chaos-contract.ts"
export { runChaos } from "./run-chaos.ts"
export {
  chaosKeyword,
  type ChaosCounts,
  type ChaosNetwork,
  type ChaosOffer,
  type ChaosReport,
  type ChaosSimulator,
  type ChaosSubject,
  type ChaosWorld,
} from "./subject.ts"
