import { buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { erasedMessage } from "@otklik/core/storage"

describe("what is left of an erased message", () => {
  const message = buildStoredMessage({
    text: "secret words",
    url: "https://example.org/secret-author/status/1",
    threadKey: "vk:secret_1",
    parentKey: "vk:secret_2",
    communityKey: "vk:secret",
    place: { name: "secret street", latitude: 52.1, longitude: 113.5 },
    attachments: [{ kind: "photo", url: "https://example.org/secret.jpg" }],
    origin: { origin: "repost", reason: "repeats vk:secret_9" },
    authorPseudonym: "secret-pseudonym",
  })

  it("holds nothing that leads to a person", () => {
    const left = JSON.stringify(erasedMessage(message))
    for (const word of ["secret", "52.1", message.textHash]) expect(left).not.toContain(word)
  })

  it("keeps what the log and the statistics stand on", () => {
    const { key, network, kind, revision, publishedAt, seenAt } = message
    expect(erasedMessage(message)).toMatchObject({
      key,
      network,
      kind,
      revision,
      publishedAt,
      seenAt,
      text: null,
      origin: { origin: "repost" },
    })
  })

  it("is the same after a second erasure", () => {
    expect(erasedMessage(erasedMessage(message))).toEqual(erasedMessage(message))
  })
})
