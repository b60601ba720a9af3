import { buildReplyPhoto } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("over HTTP on localhost", () => {
  it("reads, uploads and answers as in the process", async () => {
    const { x, accountId, citizenId: authorId, connect } = createWorld()
    const { url, close } = await x.listen()
    try {
      const userScopes = ["tweet.read", "tweet.write", "users.read", "offline.access", "media.write"]
      const connector = connect({ fetch, apiUrl: `${url}/2/`, userScopes })
      const key = x.publish({ accountId, authorId, text: "Яма & фонарь", at: minutesAgo(5) })
      expect((await readAll(connector, "mentions")).messages).toEqual((await readAll(connect(), "mentions")).messages)
      x.inject({ kind: "cut-after", operation: "createPosts" })
      const reply = {
        messageKey: key,
        text: "Заменили",
        photos: [buildReplyPhoto({ url: `${url}/photo/1.png` })],
        idempotencyKey: "r",
        now,
      }
      // The answer is lost, and the reply is found.
      const receipt = await connector.doReply?.(reply)
      expect(await connector.doReply?.(reply)).toEqual(receipt)
      expect(x.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, attachments: 1 })])
    } finally {
      await close()
    }
  })
})
