import { describe, expect, it } from "vitest"
import { repeatMessages } from "../crash/repeat-messages.ts"

const archive = '{"key":"vk:-1_7","text":"a"}\n\n{"key":"vk:-1_7_8","threadKey":"vk:-1_7","communityKey":"vk:-1"}\n'

describe("repeatMessages", () => {
  it("gives every copy a key of its own, and keeps threads together", () => {
    const lines = repeatMessages(archive, 3).trimEnd().split("\n")
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { key: "vk:-1_7", text: "a" },
      { key: "vk:-1_7.1", text: "a" },
      { key: "vk:-1_7.2", text: "a" },
      { key: "vk:-1_7_8", threadKey: "vk:-1_7", communityKey: "vk:-1" },
      { key: "vk:-1_7_8.1", threadKey: "vk:-1_7.1", communityKey: "vk:-1" },
      { key: "vk:-1_7_8.2", threadKey: "vk:-1_7.2", communityKey: "vk:-1" },
    ])
  })

  it("keeps a line that is no message, once", () => {
    expect(repeatMessages(`not JSON\n7\n${archive}`, 2).split("\n").slice(0, 3)).toEqual(["not JSON", "7", '{"key":"vk:-1_7","text":"a"}'])
  })

  it("leaves an archive that is repeated once as it was", () => {
    expect(repeatMessages(archive, 1)).toBe(archive.replace("\n\n", "\n"))
  })
})
