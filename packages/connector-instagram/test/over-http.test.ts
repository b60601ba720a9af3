import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe.each(["facebook", "instagram"] as const)("over HTTP on localhost, by %s", (login) => {
  it("reads and answers as in the process", async () => {
    const { instagram, accountId, citizenId: authorId, connect } = createWorld(login)
    const { url, close } = await instagram.listen()
    try {
      const connector = connect({ fetch, apiUrl: `${url}/graph.${login}.com/` })
      const media = instagram.publish({ accountId, authorId: accountId, text: "Пост & фонарь + 50 %", at: minutesAgo(5) })
      const key = instagram.comment({ under: media, authorId, text: "Яма = 100 %", at: minutesAgo(4) })
      const { messages } = await readAll(connector)
      expect(messages).toEqual((await readAll(connect())).messages)
      expect(messages).toHaveLength(2)
      instagram.inject({ kind: "cut-after", operation: "POST comment/replies" })
      const reply = { messageKey: key, text: "Заменили & засыпали = 100 %", photos: [], idempotencyKey: "r", now }
      const receipt = await connector.doReply?.(reply)
      expect(instagram.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, text: reply.text })])
    } finally {
      await close()
    }
  })
})
