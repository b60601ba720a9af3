import { capabilityNote, createSilenceWatch, foreignKey, notPossible, tooMuchToSearch } from "@otklik/connector-kit"
import type { IncomingMessage } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"

const message = (publishedAt: string, communityKey: string): IncomingMessage =>
  incomingMessageSchema.parse({
    key: `net:${publishedAt}`,
    network: "net",
    kind: "comment",
    text: "words",
    url: "https://net.example/1",
    publishedAt,
    communityKey,
    authorId: "1",
  })

describe("createSilenceWatch", () => {
  it("notices what should have been pushed and was not, and nothing of other communities or from before its time", () => {
    const watch = createSilenceWatch({ isPushed: ({ communityKey }) => communityKey === "net:-1", channel: "the webhook" })
    watch.heard("2026-11-24T10:00:00.000Z")
    const old = message("2026-11-24T09:00:00.000Z", "net:-1")
    const foreign = message("2026-11-24T10:01:00.000Z", "net:-2")
    const young = message("2026-11-24T10:25:00.000Z", "net:-1")
    watch.found([old, foreign, young], "2026-11-24T10:30:00.000Z")
    expect(watch.problems()).toEqual([])
    watch.found([message("2026-11-24T10:02:00.000Z", "net:-1")], "2026-11-24T10:30:00.000Z")
    expect(watch.problems()).toEqual([expect.stringContaining("the webhook is silent: messages of 2026-11-24T10:02:00.000Z")])
    watch.heard("2026-11-24T10:31:00.000Z")
    expect(watch.problems()).toEqual([])
  })

  it("keeps what a push says to be wrong until a push says that nothing is", () => {
    const watch = createSilenceWatch({ isPushed: () => false, channel: "the webhook" })
    watch.heard("2026-11-24T10:00:00.000Z", "the permission was taken back")
    watch.heard("2026-11-24T10:01:00.000Z")
    expect(watch.problems()).toEqual(["the permission was taken back"])
    watch.heard("2026-11-24T10:02:00.000Z", null)
    expect(watch.problems()).toEqual([])
  })
})

describe("words that connectors share", () => {
  it("say what is there, or how to get it", () => {
    expect(capabilityNote("reply", true, "answers", "needs a token")).toEqual({ topic: "reply", has: true, sentence: "answers" })
    expect(capabilityNote("reply", false, "answers", "needs a token").sentence).toBe("needs a token")
  })

  it("name the network, the place and the capability in errors of replies", () => {
    expect(foreignKey("net", "a message of Net", "replyKey")).toMatchObject({
      code: "config",
      message: "net: replyKey: the key of a message of Net was expected",
      details: { issues: [{ path: "replyKey", message: "the key of a message of Net was expected" }] },
    })
    expect(notPossible("net", "photos need a user token", "replyPhoto")).toMatchObject({
      code: "capability",
      message: "net: photos need a user token",
      details: { capability: "replyPhoto" },
    })
    expect(notPossible("net", "only comments").details).toEqual({ capability: "only comments" })
    expect(tooMuchToSearch("net")).toMatchObject({ code: "refused", message: expect.stringMatching(/^net: more comments than/) as string })
  })
})
