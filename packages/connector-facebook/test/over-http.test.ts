import { buildReplyPhoto } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("over HTTP on localhost", () => {
  it("reads, answers and checks as in the process", async () => {
    const { facebook, pageId: accountId, citizenId: authorId, connect } = createWorld()
    const { url, close } = await facebook.listen()
    try {
      const connector = connect({ fetch, apiUrl: `${url}/` })
      const key = facebook.publish({ accountId, authorId, text: "Яма & фонарь", at: minutesAgo(5) })
      facebook.comment({ under: key, authorId, text: "И у нас", at: minutesAgo(4) })
      expect((await readAll(connector)).messages).toEqual((await readAll(connect())).messages)
      facebook.inject({ kind: "cut-before", operation: "POST comments" })
      const reply = {
        messageKey: key,
        text: "Заменили",
        photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })],
        idempotencyKey: "r",
        now,
      }
      await expect(connector.doReply?.(reply)).rejects.toMatchObject({ code: "ambiguous" })
      facebook.inject({ kind: "cut-after", operation: "POST comments" })
      const receipt = await connector.doReply?.(reply)
      expect(facebook.replies()).toEqual([expect.objectContaining({ key: receipt?.replyKey, attachments: 1 })])
      expect(await connector.doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
    } finally {
      await close()
    }
  })
})
