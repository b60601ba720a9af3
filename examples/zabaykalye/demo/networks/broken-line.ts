import type { SimulatedNetwork } from "@otklik/testkit/networks"
import type { Networks } from "./open-networks.ts"

/** A reply whose connection is cut right after the network has published it. */
export interface BrokenLine {
  /** Cuts the next one. */
  cut(): void
  /** What became of it; null when it was not cut, or is not settled. */
  told(): Survived | null
}

/** A reply that was found in the network and not sent again. */
export interface Survived {
  readonly incidentId: string
  readonly network: SimulatedNetwork
  /** How many calls that publish were made for it. */
  readonly calls: number
}

/** OK knows no key by which it would tell a second try from a second reply: here everything depends on the desk. */
const network = "ok"
const operation = "discussions.addDiscussionComment"

/** Listens for what is published, and finds among the calls the one whose connection was cut. */
export function breakLine({ desk, town }: Networks): BrokenLine {
  const published = new Map<string, string>()
  desk.events.on("reply-published", ({ incidentId, event: { messageKey } }) => void published.set(messageKey, incidentId))

  const calls = () => (town.simulators.get(network)?.requests ?? []).filter((request) => request.operation === operation)

  return {
    cut() {
      town.simulators.get(network)?.inject({ kind: "cut-after", operation })
    },
    told() {
      const cut = calls().find(({ answer }) => answer === null)
      if (cut === undefined) return null
      const placeOf = ({ entityId, reply_to_comment_id }: Readonly<Record<string, string>>): string =>
        [entityId, reply_to_comment_id].filter((part) => part !== undefined).join("_")
      const place = placeOf(cut.params)
      const [, incidentId] =
        [...published].find(([key]) => key.startsWith(`${network}:`) && key.split("_").slice(1).join("_") === place) ?? []
      if (incidentId === undefined) return null
      return { incidentId, network, calls: calls().filter(({ params }) => placeOf(params) === place).length }
    },
  }
}
