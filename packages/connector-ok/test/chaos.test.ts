import { describeChaos } from "../../testkit/test/chaos/describe-chaos.ts"
import { createChaosNetwork } from "./chaos-network.ts"

// OK dates no edit and lists no text anew; of what goes, only comments are shown as removed.
const offers = ["posts", "follow-ups", "deleted-comments", "replies", "lasting-errors"] as const

describeChaos(import.meta.url, {
  "by reading the group alone": { seed: 1, killEvery: 400, offers, network: createChaosNetwork },
  "by the group and its discussions": {
    seed: 3,
    killEvery: 400,
    offers,
    network: (shared) => createChaosNetwork(shared, { discussions: true }),
  },
})
