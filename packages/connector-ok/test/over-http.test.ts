import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("over HTTP on localhost", () => {
  it("reads and answers as in the process", async () => {
    const { ok, groupId: accountId, citizenId: authorId, sourceId, connect } = createWorld()
    const { url, close } = await ok.listen()
    try {
      const connector = connect({ fetch, apiUrl: `${url}/fb.do` })
      const key = ok.publish({ accountId, authorId, text: "Яма & фонарь + 50 %", at: minutesAgo(5) })
      const { messages } = await readAll(connector, sourceId)
      expect(messages).toEqual((await readAll(connect(), sourceId)).messages)
      expect(messages).toHaveLength(1)
      ok.inject({ kind: "cut-after", operation: "discussions.addDiscussionComment" })
      const reply = { messageKey: key, text: "Заменили & засыпали = 100 %", photos: [], idempotencyKey: "r", now }
      // The answer is lost, and the reply is found.
      const receipt = await connector.doReply?.(reply)
      expect(await connector.doReply?.(reply)).toEqual(receipt)
      expect(ok.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, text: reply.text })])
    } finally {
      await close()
    }
  })
})
