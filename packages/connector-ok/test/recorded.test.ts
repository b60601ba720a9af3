import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { inspect } from "node:util"
import { parseJson } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { readComment, readTopic } from "../src/api/message.ts"
import { absent, hasRecordings, recordedFolder } from "./official.ts"
import { createWorld, now } from "./world.ts"

type Fields = Readonly<Record<string, unknown>>

const filesOf = (folder: string): readonly string[] =>
  hasRecordings && existsSync(join(recordedFolder, folder))
    ? readdirSync(join(recordedFolder, folder)).map((name) => join(folder, name))
    : []

const textOf = (file: string): string => readFileSync(join(recordedFolder, file), "utf8")

/** The body of the answer in a recording of the Ruby library VCR: a folded string in single quotes. */
function bodyOf(yaml: string): { readonly status: number; readonly body: string } {
  const answer = yaml.slice(yaml.indexOf("response:"))
  const quoted = /string: '((?:[^']|'')*)'/.exec(answer)?.[1] ?? expect.fail("an answer was expected")
  return { status: Number(/code: (\d+)/.exec(answer)?.[1]), body: quoted.replaceAll("''", "'").replaceAll(/\n\s*/g, " ") }
}

describe.skipIf(!hasRecordings)("recorded payloads of OK", () => {
  it.each(filesOf("django-odnoklassniki-discussions").filter((file) => file.includes("getComments")))("reads the comment of %s", (file) => {
    const raw = parseJson(textOf(file)) as Fields
    // Worked out in another way than by the connector: the recording is of the time when Moscow was four hours ahead.
    const [millis, , , topicId] = Buffer.from(String(raw["id"]), "base64").toString().split(":")
    const publishedAt = new Date(Number(millis)).toISOString()
    expect(publishedAt.slice(0, 19)).toBe(new Date(`${String(raw["date"]).replace(" ", "T")}+04:00`).toISOString().slice(0, 19))
    const place = { groupId: "7", topicId: topicId ?? "" }
    expect(readComment(raw, place)).toEqual({
      kind: "message",
      message: {
        key: `ok:7_${topicId}_${String(raw["id"])}`,
        network: "ok",
        kind: "comment",
        url: `https://ok.ru/group/7/topic/${topicId}`,
        text: raw["text"],
        publishedAt,
        authorId: raw["author_id"],
        threadKey: `ok:7_${topicId}`,
        parentKey: `ok:7_${topicId}_${String(raw["reply_to_comment_id"])}`,
        communityKey: "ok:7",
      },
    })
    // Without the id's moment, Moscow time gives the same second.
    const dated = readComment({ ...raw, id: "abc" }, place)
    expect(dated).toMatchObject({ message: { publishedAt: `${publishedAt.slice(0, 19)}.000Z` } })
    expect(readComment({ ...raw, type: "REMOVED" }, place)).toEqual({ kind: "nothing", reason: "removed or hidden" })
  })

  it.each([...filesOf("apiok-doc-examples"), ...filesOf("django-odnoklassniki-groups")])("says of %s that it is no message", (file) => {
    const raw = parseJson(textOf(file))
    for (const item of Array.isArray(raw) ? (raw as readonly unknown[]) : [raw]) {
      expect(readTopic(item, "7", new Map()).kind).not.toBe("message")
      expect(readComment(item, { groupId: "7", topicId: "8" }).kind).not.toBe("message")
    }
  })

  it.each(filesOf("gazay-odnoklassniki"))("turns the refusal of %s into an error of the desk, and tells nothing of it", async (file) => {
    const { status, body } = bodyOf(textOf(file))
    const connector = createWorld().connect({ fetch: async () => new Response(body, { status }) })
    const error: unknown = await connector
      .doPull({ sourceId: connector.sources[0]?.id ?? "", limit: 1, now })
      .catch((caught: unknown) => caught)
    expect(isDeskError(error)).toBe(true)
    expect(error).toMatchObject({ code: status === 200 ? "auth" : "protocol" })
    const told = inspect(error, { depth: 10 })
    for (const secret of ["No application key", "Application not exist", "Tomcat", "OAUTH"]) expect(told).not.toContain(secret)
  })

  it("holds something of each kind", () => {
    const folders = ["django-odnoklassniki-discussions", "apiok-doc-examples", "django-odnoklassniki-groups", "gazay-odnoklassniki"]
    for (const folder of folders) expect(filesOf(folder).length, folder).toBeGreaterThan(0)
  })
})

it.runIf(!hasRecordings)(`skips: ${absent}`, () => {
  expect(hasRecordings).toBe(false)
})
