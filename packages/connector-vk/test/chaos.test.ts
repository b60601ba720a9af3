import { describeChaos } from "../../testkit/test/chaos/describe-chaos.ts"
import { createChaosNetwork } from "./chaos-network.ts"
import { secret } from "./world.ts"

// Deletions of posts have no event at VK, and its lists leave such posts out; that comments are closed is learned from
// a refused reply.
const read = ["posts", "follow-ups", "edited-posts", "deleted-comments", "replies", "lasting-errors"] as const

describeChaos(import.meta.url, {
  "by reading the wall alone": { seed: 1, killEvery: 400, offers: read, network: createChaosNetwork },
  "by all ways at once": {
    seed: 1,
    killEvery: 400,
    // Edits of comments are told by events only.
    offers: [...read, "edited-comments"],
    network: (shared) =>
      createChaosNetwork(shared, {
        callback: { secret, confirmation: "code1" },
        searches: [{ id: "pits", query: "яма" }],
        longPoll: true,
      }),
  },
})
