import type { ContractCase } from "../contract.ts"
import { inWorld, type ConnectorSubject, type ConnectorWorld } from "./subject.ts"

/** A promise that concerns connectors whose sources can be pulled. */
export interface PullCase {
  readonly name: string
  /** Further reasons not to make the promise, as of a contract case. */
  exempts?(subject: ConnectorSubject): string | undefined
  check(world: ConnectorWorld): Promise<void>
}

/** Makes a case of it: each run has a world of its own. */
export function pullCase({ name, exempts, check }: PullCase): ContractCase<ConnectorSubject> {
  return {
    name,
    exempts: (subject) => (subject.capabilities.pull ? exempts?.(subject) : "its sources cannot be pulled"),
    check: (subject) => inWorld(subject, check),
  }
}
