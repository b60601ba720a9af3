import { describe, expect, it } from "vitest"
import { commentSchema, discussionSchema, topicSchema } from "../src/api/schemas.ts"
import { failureRule } from "../src/api/errors.ts"
import { absent, errors, hasContract, methods } from "./official.ts"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

/**
 * Methods that the documentation of 2017 leaves out, with the parameters that working clients send or that all lists by
 * anchor share.
 */
const elsewhere: Readonly<Record<string, readonly string[]>> = { "mediatopic.getTopics": ["gid", "count", "anchor", "fields"] }

/** Parameters of every call, by OK's page of requests. */
const common: ReadonlySet<string> = new Set(["method", "application_key", "access_token", "format", "sig"])

/** What is wrong with a call by the documented names. */
function callFaults(method: string, params: Readonly<Record<string, string>>): readonly string[] {
  const known = elsewhere[method] ?? methods()[method]?.params
  if (known === undefined) return [`${method} is no method of OK`]
  return Object.keys(params).flatMap((name) => (common.has(name) || known.includes(name) ? [] : [`${method}: ${name} is no parameter`]))
}

/** Everything that the connector can do, once. */
async function doEverything() {
  const { ok, groupId: accountId, citizenId: authorId, sourceId, connect } = createWorld()
  const connector = connect({ discussions: true })
  const photo = { kind: "photo", url: "https://i.okcdn.example.com/1.jpg" } as const
  const topic = ok.publish({ accountId, authorId, text: "яма", at: minutesAgo(60), attachments: [photo] })
  for (let index = 0; index < 120; index += 1) ok.comment({ under: topic, authorId, text: `Ответ ${index}`, at: minutesAgo(50) })
  for (let index = 0; index < 60; index += 1) ok.publish({ accountId, authorId, text: `яма ${index}`, at: minutesAgo(40) })
  const under = ok.comment({ under: topic, authorId, text: "Да", at: minutesAgo(30) })
  await readAll(connector, sourceId)
  await readAll(connector, "discussions")
  await connector.doReply?.({ messageKey: under, text: "Ответ <готов>", photos: [], idempotencyKey: "r1", now })
  await connector.doCheck()
  return ok.requests
}

describe.skipIf(!hasContract)("the documentation of OK", () => {
  it("knows every method of the connector and every parameter", async () => {
    const requests = await doEverything()
    expect([...new Set(requests.map(({ operation }) => operation))].toSorted()).toEqual([
      "discussions.addDiscussionComment",
      "discussions.getComments",
      "discussions.getList",
      "group.getInfo",
      "group.getUserGroupsByIds",
      "mediatopic.getTopics",
      "users.getCurrentUser",
      "users.hasAppPermission",
    ])
    expect(requests.flatMap(({ operation, params }) => callFaults(operation, params))).toEqual([])
    expect(callFaults("discussions.getComments", { discussion: "1" })).toHaveLength(1)
    expect(callFaults("discussions.fly", {})).toHaveLength(1)
  })

  it("gives no method that the connector leans on besides one that working clients call", () => {
    for (const method of Object.keys(elsewhere)) expect(methods()[method]).toBeUndefined()
  })

  it("names every code that the connector gives a meaning to, and the codes that matter have one", () => {
    const unknown = { code: "protocol", path: "error_code" }
    const meant = Array.from({ length: 10_000 }, (_, code) => code).filter((code) => failureRule(code, false).code !== "protocol")
    for (const code of meant) expect(Object.keys(errors()), String(code)).toContain(String(code))
    const byName = (pattern: RegExp): readonly number[] =>
      Object.entries(errors()).flatMap(([code, { name }]) => (pattern.test(name) ? [Number(code)] : []))
    for (const code of byName(/^(?:SERVICE|UNKNOWN|SYSTEM|NETWORK_TIMEOUT)$/)) expect(failureRule(code, false)).toEqual({ code: "network" })
    for (const code of byName(/FLOOD|^LIMIT_REACHED|ACTION_BLOCKED/)) expect(failureRule(code, true).code).toBe("rate-limited")
    for (const code of byName(/PERMISSION|NOT_ADMIN|SESSION_(?:EXPIRED|KEY|REQ)|SIGNATURE|API_KEY|AUTH_LOGIN|VERIFICATION|IP_BLOCKED/))
      expect(failureRule(code, false).code, String(code)).toBe("auth")
    for (const code of byName(/RESTRICTION|CENSOR|COMMENT_NOT|NOT_FOUND$|^IDS_BLOCKED|TEXT_LIMIT$|TIMEOUT_EXCEEDED/))
      if (![602, 604, 705].includes(code)) expect(failureRule(code, true).code, String(code)).toBe("refused")
    expect(failureRule(1003, false)).toEqual(unknown)
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})

describe("answers of the simulator", () => {
  it("have the fields that the connector knows of OK, and hold names only where they are asked for", async () => {
    const requests = await doEverything()
    const items = (operation: string, list: string): readonly unknown[] =>
      requests.flatMap(({ operation: called, answer }) => {
        const found: unknown = called === operation && typeof answer === "object" && answer !== null ? Reflect.get(answer, list) : []
        return Array.isArray(found) ? (found as readonly unknown[]) : []
      })
    const comments = items("discussions.getComments", "comments")
    expect(comments.length).toBeGreaterThan(100)
    for (const comment of comments) {
      expect(Object.keys(commentSchema.parse(comment)).toSorted()).toEqual(
        expect.arrayContaining(["author_id", "date", "date_ms", "id", "text", "type"]),
      )
      expect(comment).not.toHaveProperty("author_name")
    }
    const topics = items("mediatopic.getTopics", "media_topics")
    expect(new Set(topics.map((topic) => topicSchema.parse(topic).id)).size).toBe(61)
    for (const topic of topics) expect(topicSchema.parse(topic).media.length).toBeGreaterThan(0)
    for (const discussion of items("discussions.getList", "discussions"))
      expect(discussionSchema.parse(discussion).ref_objects).toHaveLength(1)
  })
})
