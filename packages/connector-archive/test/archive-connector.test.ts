import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createArchiveConnector, type ArchiveConnectorOptions } from "../src/index.ts"
import { lineOf, now, temporaryFile } from "./archive.ts"

describe("createArchiveConnector", () => {
  const lines = async function* () {
    yield lineOf(1)
  }

  it.each<[string, ArchiveConnectorOptions, string]>([
    ["no id", { id: "", files: ["a"] }, "id"],
    ["nothing to read", { id: "a" }, "files"],
    ["one file twice", { id: "a", files: ["a", { path: "a" }] }, "files[1]"],
    ["an id twice", { id: "a", files: ["a"], sources: [{ id: "a", open: lines }] }, "sources[0].id"],
    ["a source without an id", { id: "a", sources: [{ id: "", open: lines }] }, "sources[0].id"],
    ["a limit of nothing", { id: "a", files: ["a"], maxLineBytes: 0 }, "maxLineBytes"],
  ])("refuses %s with config and the field", (_, options, path) => {
    let caught: unknown
    try {
      createArchiveConnector(options)
    } catch (error) {
      caught = error
    }
    expect(isDeskError(caught, "config") && caught.details.issues.map((issue) => issue.path)).toContain(path)
  })

  it("keeps a file's id when the file moves", async () => {
    const before = await temporaryFile(`${lineOf(1)}\n`)
    const after = await temporaryFile(`${lineOf(1)}\n${lineOf(2)}\n`)
    const open = (path: string) => createArchiveConnector({ id: "a", files: [{ path, id: "export", title: "Export" }] })
    expect(open(before).sources).toEqual([{ id: "export", title: "Export", everyMinutes: 5 }])
    const { cursor } = await open(before).doPull({ sourceId: "export", limit: 5, now })
    const page = await open(after).doPull({ sourceId: "export", limit: 5, now, cursor })
    expect(page.messages.map((message) => message.key)).toEqual(["vk:-1_2"])
  })

  it.each([
    ["an unknown field", { id: "today", open: async function* () {}, seekabel: true }, "sources[0].seekabel", /did you mean "seekable"/],
    ["no id", { open: async function* () {} }, "sources[0].id", /a text was expected/],
    ["no lines", { id: "today" }, "sources[0]", /the function open/],
  ])("refuses a source of lines with %s", (_, source, path, says) => {
    const make = () => createArchiveConnector({ id: "a", sources: [source as never] })
    expect(make).toThrow(expect.objectContaining({ code: "config", message: expect.stringMatching(says) }))
    expect(make).toThrow(expect.objectContaining({ details: { issues: expect.arrayContaining([expect.objectContaining({ path })]) } }))
  })

  it("says which file is not there", async () => {
    const connector = createArchiveConnector({ id: "a", files: ["no-such.ndjson"] })
    const pull = connector.doPull({ sourceId: "no-such.ndjson", limit: 1, now })
    await expect(pull).rejects.toMatchObject({ code: "config", message: "the file no-such.ndjson does not exist" })
  })

  it("cannot reply without a sink, and refuses a limit below 1", async () => {
    const path = await temporaryFile("")
    const connector = createArchiveConnector({ id: "a", files: [path] })
    expect([connector.capabilities.reply, "doReply" in connector, "doFindReplies" in connector]).toEqual([false, false, false])
    for (const limit of [0, -1, 1.5, Number.NaN])
      await expect(connector.doPull({ sourceId: path, limit, now })).rejects.toMatchObject({
        code: "config",
        details: { issues: [{ path: "limit" }] },
      })
  })
})
