import { describeChaos } from "../../testkit/test/chaos/describe-chaos.ts"
import { createChaosNetwork } from "./chaos-network.ts"
import { secret } from "./world.ts"

describeChaos(import.meta.url, {
  // A search shows neither what an author adds in other words, nor what becomes of a post.
  "by searching alone": {
    seed: 1,
    killEvery: 60,
    offers: ["posts", "replies"],
    network: (shared) => createChaosNetwork(shared, { mentions: false, conversations: false }),
  },
  "by all ways at once, in the older spelling": {
    seed: 1,
    killEvery: 400,
    offers: ["posts", "follow-ups", "edited-posts", "edited-comments", "deleted-posts", "deleted-comments", "replies"],
    network: (shared) => createChaosNetwork(shared, { webhook: { consumerSecret: secret }, spelling: "tweet" }),
  },
})
