import type { PhotoToPublish } from "@otklik/core/connector"
import { buildReplyPhoto } from "@otklik/testkit"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { channelId, createWorld, discussionId, groupId, minutesAgo, now, readAll } from "./world.ts"

const path = fileURLToPath(new URL("../../../../shared/networks/contracts/telegram/api.json", import.meta.url))
const hasContract = existsSync(path)

interface Field {
  readonly name: string
  readonly types: readonly string[]
  readonly required: boolean
}

interface Contract {
  readonly methods: Readonly<Record<string, { readonly fields?: readonly Field[]; readonly returns: readonly string[] }>>
  readonly types: Readonly<Record<string, { readonly fields?: readonly Field[]; readonly subtypes?: readonly string[] }>>
}

const contract = (hasContract ? JSON.parse(readFileSync(path, "utf8")) : { methods: {}, types: {} }) as Contract

/** What is wrong with an object by the fields of a type or method. */
function faultsOf(fields: readonly Field[], value: unknown, place: string): string[] {
  if (typeof value !== "object" || value === null) return [`${place}: an object was expected`]
  const given = value as Readonly<Record<string, unknown>>
  const unknown = Object.keys(given).flatMap((name) => (fields.some((field) => field.name === name) ? [] : [`${place}.${name}: unknown`]))
  const wrong = fields.flatMap(({ name, types, required }) => {
    if (given[name] === undefined) return required ? [`${place}.${name}: missing`] : []
    const tries = types.map((type) => typeFaults(type, given[name], `${place}.${name}`))
    return tries.some((faults) => faults.length === 0) ? [] : (tries[0] ?? [])
  })
  return [...unknown, ...wrong]
}

function typeFaults(type: string, value: unknown, place: string): string[] {
  const item = /^Array of (.+)$/.exec(type)?.[1]
  if (item !== undefined)
    return Array.isArray(value)
      ? value.flatMap((one, index) => typeFaults(item, one, `${place}[${index}]`))
      : [`${place}: a list was expected`]
  const isRight = {
    Integer: Number.isSafeInteger(value),
    String: typeof value === "string",
    Boolean: typeof value === "boolean",
    True: value === true,
    Float: typeof value === "number",
  }[type]
  if (isRight !== undefined) return isRight ? [] : [`${place}: ${type} was expected`]
  const shape = contract.types[type]
  if (shape === undefined) return [`${place}: the contract does not know ${type}`]
  const kinds = shape.subtypes?.map((subtype) => faultsOf(contract.types[subtype]?.fields ?? [], value, place))
  if (kinds !== undefined && kinds.length > 0) return kinds.some((faults) => faults.length === 0) ? [] : (kinds[0] ?? [])
  return faultsOf(shape.fields ?? [], value, place)
}

async function doEverything() {
  const world = createWorld()
  const { api } = world
  const copy = api.post(channelId, discussionId, "Отключение воды", minutesAgo(60))
  api.write({ chatId: discussionId, text: "Когда?", at: minutesAgo(50), replyTo: copy })
  const id = api.write({ chatId: groupId, text: "Яма", at: minutesAgo(40) })
  api.edit(groupId, id, "Яма!")
  const connector = world.connect()
  const { cursor } = await readAll(connector, undefined, 2)
  await readAll(connector, cursor)
  const reply = {
    messageKey: `telegram:${groupId}_${id}`,
    text: "Готово",
    photos: [] as readonly PhotoToPublish[],
    idempotencyKey: "1",
    now,
  }
  await connector.doReply?.(reply)
  await connector.doReply?.({ ...reply, idempotencyKey: "2", photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" })] })
  await connector.doReply?.({
    ...reply,
    idempotencyKey: "3",
    photos: [buildReplyPhoto({ url: "https://city.example.org/1.jpg" }), buildReplyPhoto({ url: "https://city.example.org/2.jpg" })],
  })
  await connector.doCheck()
  return api.calls
}

describe.skipIf(!hasContract)("the Bot API 10.1", () => {
  it("allows every call of the connector", async () => {
    const calls = await doEverything()
    expect([...new Set(calls.map(({ method }) => method))].toSorted()).toEqual([
      "getChat",
      "getChatMember",
      "getMe",
      "getUpdates",
      "getWebhookInfo",
      "sendMediaGroup",
      "sendMessage",
      "sendPhoto",
    ])
    expect(calls.flatMap(({ method, params }) => faultsOf(contract.methods[method]?.fields ?? [], params, method))).toEqual([])
  })

  it("fits every answer of the simulated one", async () => {
    for (const { method, answer } of await doEverything()) {
      const { result } = answer as { readonly result: unknown }
      const [type = ""] = contract.methods[method]?.returns ?? []
      if (type === "ChatMember") continue // what is looked at stands in several of its kinds
      expect(typeFaults(type, result, method)).toEqual([])
    }
  })

  it("is read by this test at all: a wrong call has faults", () => {
    expect(faultsOf(contract.methods["sendMessage"]?.fields ?? [], { chat_id: 1, txt: "x" }, "sendMessage")).toEqual([
      "sendMessage.txt: unknown",
      "sendMessage.text: missing",
    ])
  })
})

it.runIf(!hasContract)("skips: the network contracts are not on this machine", () => {
  expect(hasContract).toBe(false)
})
