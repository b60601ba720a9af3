import { describe, expect, it } from "vitest"
import { createWorld, groupId, secret } from "./world.ts"

describe("health", () => {
  it("is good when the bot can see and write", async () => {
    expect(await createWorld().connect().doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it.each([
    [
      "a webhook that is in the way",
      {},
      (api) => (api.webhook = { ...api.webhook, url: "https://x.example.org" }),
      ["webhook: the bot has one"],
    ],
    ["a webhook that is missing", { webhook: { secret } }, () => undefined, ["webhook: the bot has none"]],
    [
      "a webhook that fails and hears too little",
      { webhook: { secret } },
      (api) =>
        (api.webhook = {
          ...api.webhook,
          url: "https://x.example.org",
          pending_update_count: 7,
          last_error_date: 1_700_000_000,
          allowed_updates: ["message"],
        }),
      ["updates of the kinds edited_message, channel_post, edited_channel_post", "7 updates wait"],
    ],
    [
      "privacy and a missing right",
      { chats: [{ chatId: groupId }] },
      (api) => (api.member = { status: "restricted", can_send_messages: false }),
      ["does not see ordinary messages", "may not write here"],
    ],
    ["a chat that is gone", { chats: [{ chatId: -1007 }] }, () => undefined, ["chat -1007: telegram: getChat"]],
    [
      "a channel without rights",
      { chats: [{ chatId: -1001000000001 }] },
      (api) => (api.member = { status: "member" }),
      ["must be an administrator"],
    ],
  ] satisfies [string, object, (api: ReturnType<typeof createWorld>["api"]) => unknown, string[]][])(
    "names %s",
    async (_, options, happen, expected) => {
      const { api, connect } = createWorld()
      happen(api)
      const { ok, problems } = await connect(options).doCheck()
      expect(ok).toBe(false)
      expect(problems).toHaveLength(expected.length)
      for (const [index, part] of expected.entries()) expect(problems[index]).toContain(part)
    },
  )

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    await expect(
      createWorld()
        .connect()
        .doCheck({ signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason)
  })
})
