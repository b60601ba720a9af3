import { buildReplyPhoto } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("over HTTP on localhost", () => {
  it("reads, answers, uploads and polls as in the process", async () => {
    const { vk, communityId: accountId, citizenId: authorId, tokens, connect } = createWorld()
    const { url, close } = await vk.listen()
    try {
      const connector = connect({ fetch, apiUrl: `${url}/method/`, tokens, longPoll: true })
      const { cursor } = await readAll(connector, "long-poll")
      const key = vk.publish({ accountId, authorId, text: "Яма & фонарь", at: minutesAgo(5) })
      expect((await readAll(connector, "wall:-1")).messages).toEqual((await readAll(connect(), "wall:-1")).messages)
      expect((await readAll(connector, "long-poll", cursor)).keys).toEqual([key])
      vk.inject({ kind: "cut-after", operation: "wall.createComment" })
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
      expect(vk.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, attachments: 1 })])
    } finally {
      await close()
    }
  })
})
