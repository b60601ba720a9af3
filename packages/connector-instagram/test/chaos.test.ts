import { describeChaos } from "../../testkit/test/chaos/describe-chaos.ts"
import { createChaosNetwork } from "./chaos-network.ts"
import { verifyToken } from "./world.ts"

// Citizens write below the account's own posts, which no incident holds.
const offers = ["follow-ups", "edited-comments", "deleted-comments", "replies", "lasting-errors"] as const

describeChaos(import.meta.url, {
  "by reading alone, by Facebook Login": { seed: 5, killEvery: 400, offers, network: createChaosNetwork },
  "by reading and by pushes that are doubled, turned and lost, by Instagram Login": {
    seed: 8,
    killEvery: 400,
    offers,
    network: (shared) => createChaosNetwork(shared, "instagram", { webhook: { verifyToken } }),
  },
})
