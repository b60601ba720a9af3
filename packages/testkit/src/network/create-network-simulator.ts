import { DeskError } from "@otklik/core"
import { createInstagramSimulator } from "./instagram/instagram-simulator.ts"
import type { NetworkSimulator, NetworkSimulatorOptions, SimulatedNetwork } from "./network-simulator.ts"
import { createFacebookSimulator } from "./facebook/facebook-simulator.ts"
import { createOkSimulator } from "./ok/ok-simulator.ts"
import { createVkSimulator } from "./vk/vk-simulator.ts"
import { createXSimulator } from "./x/x-simulator.ts"

const factories: Readonly<Record<SimulatedNetwork, (options: NetworkSimulatorOptions) => NetworkSimulator>> = {
  facebook: createFacebookSimulator,
  instagram: createInstagramSimulator,
  ok: createOkSimulator,
  vk: createVkSimulator,
  x: createXSimulator,
}

/** The names of the networks that are simulated. */
export const simulatedNetworks: readonly SimulatedNetwork[] = Object.freeze(["facebook", "instagram", "ok", "vk", "x"])

/**
 * Makes a simulator of a network, for tests and for trying things out: no account, no key, no connection is needed.
 *
 * @param network - which one
 * @param options - see {@link NetworkSimulatorOptions}
 * @throws DeskError `config` for a network that is not simulated
 * @example const vk = createNetworkSimulator("vk", { clock }) createVkConnector({ clock, fetch: vk.fetch, random,
 * tokens: { service: vk.issueToken({ kind: "application" }) }, walls: [{ ownerId: -1 }] })
 */
export function createNetworkSimulator(network: SimulatedNetwork, options: NetworkSimulatorOptions): NetworkSimulator {
  if (Object.hasOwn(factories, network)) return factories[network](options)
  const message = `one of ${Object.keys(factories).join(", ")} was expected`
  throw new DeskError("config", `createNetworkSimulator: network: ${message}`, { issues: [{ path: "network", message }] })
}
