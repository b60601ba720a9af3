import { describeChaos } from "../../testkit/test/chaos/describe-chaos.ts"
import { createChaosNetwork } from "./chaos-network.ts"
import { verifyToken } from "./world.ts"

const offers = [
  "posts",
  "follow-ups",
  "edited-posts",
  "edited-comments",
  "deleted-posts",
  "deleted-comments",
  "closed-comments",
  "replies",
  "lasting-errors",
] as const

describeChaos(import.meta.url, {
  // Lists say of no edit when it was, so that it is noticed only as long as the process remembers the text before.
  "by reading the feed alone": { seed: 1, offers, network: (shared) => createChaosNetwork(shared, { lists: ["feed"] }) },
  "by all ways at once": {
    seed: 1,
    killEvery: 400,
    offers,
    network: (shared) => createChaosNetwork(shared, { webhook: { verifyToken } }),
  },
})
