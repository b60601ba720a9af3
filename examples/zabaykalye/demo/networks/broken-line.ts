import type { SimulatedNetwork } from "@otklik/testkit"
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

/** Listens for the doubt and for its end. */
export function breakLine({ desk, town }: Networks): BrokenLine {
  let doubt: { readonly incidentId: string; readonly messageKey: string } | undefined
  let survived: Survived | null = null
  desk.events.on("reply-uncertain", ({ incidentId, event: { messageKey } }) => {
    doubt ??= { incidentId, messageKey }
  })
  desk.events.on("reply-published", ({ incidentId, event }) => {
    if (survived !== null || doubt?.incidentId !== incidentId || doubt.messageKey !== event.messageKey) return
    survived = { incidentId, network, calls: callsFor(event.messageKey) }
  })

  function callsFor(messageKey: string): number {
    const requests = town.simulators.get(network)?.requests ?? []
    const topic = messageKey.split("_")[1] ?? ""
    const comment = messageKey.split("_")[2]
    return requests.filter(
      ({ operation: name, params }) =>
        name === operation && params["entityId"] === topic && (params["reply_to_comment_id"] ?? undefined) === comment,
    ).length
  }

  return {
    cut() {
      town.simulators.get(network)?.inject({ kind: "cut-after", operation })
    },
    told: () => survived,
  }
}
