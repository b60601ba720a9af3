// A day of the host over simulated networks: a complaint in VKontakte and one in Telegram arrive as pushes, and the
// office answers the first of them with nothing but HTTP. Nothing leaves the machine.
import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import type { Clock } from "@otklik/core"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import sharp from "sharp"
import { startHost } from "./host.ts"

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(Math.min(millis, 200), undefined, { signal }).catch(() => undefined)
  },
}
const vk = createNetworkSimulator("vk", { clock })
const official = vk.addAccount({ kind: "official", name: "Администрация" })
const citizen = vk.addAccount({ kind: "person", name: "Житель" })
const folder = mkdtempSync(join(tmpdir(), "otklik-host-"))
const secret = "secret-of-the-callback-server"
const chatId = -1001000000003
const host = await startHost({
  clock,
  fetch: vk.fetch,
  folder,
  port: 0,
  authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
  vk: {
    communityId: Math.abs(Number(official)),
    tokens: { community: vk.issueToken({ kind: "account", accountId: official }), service: vk.issueToken({ kind: "application" }) },
    secret,
  },
  telegram: { token: "7000000001:AAE-invented-token-of-an-example_012345", chatId, secret },
})

/** A request of somebody of the office. */
async function ask(
  who: string,
  path: string,
  body?: object | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const isPhoto = body instanceof Uint8Array
  const sent = body === undefined ? {} : { method: "POST", body: isPhoto ? body : JSON.stringify(body) }
  const type = isPhoto ? "image/jpeg" : "application/json"
  return fetch(`${host.origin}${path}`, {
    ...sent,
    headers: { authorization: `Bearer session-of-${who}`, "content-type": type, "if-match": "*", ...headers },
  })
}

interface Listed {
  readonly items: readonly {
    readonly number: number
    readonly facts: { readonly incidentId: string; readonly network: string; readonly status: string }
  }[]
}
interface Found {
  readonly facts: { readonly status: string }
  readonly drafts: readonly { readonly draftId: string; readonly textHash: string }[]
}

try {
  const hook = `${host.origin}/hooks/vk-4f9a7c21`
  vk.subscribe({ accountId: official, url: hook, secret })
  vk.publish({ accountId: official, authorId: citizen, text: "В Северном третий день не горит фонарь" })
  await vk.deliver(async (request) => fetch(hook, { method: "POST", body: await request.text() }))
  const update = {
    update_id: 1,
    message: {
      message_id: 5,
      date: Math.floor(Date.parse(clock.now()) / 1000),
      chat: { id: chatId, type: "supergroup", title: "Соседи", username: "neighbours" },
      from: { id: 9, is_bot: false, first_name: "Житель" },
      text: "Нет освещения во дворе",
    },
  }
  const telegram = await fetch(`${host.origin}/hooks/telegram-81d0ee5b`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
    body: JSON.stringify(update),
  })
  assert.equal(telegram.status, 200)

  const { items } = (await (await ask("ivanova", "/incidents?topics=lighting")).json()) as Listed
  console.log(items.map(({ number, facts }) => `incident ${number} of ${facts.network}: ${facts.status}`).join("; "))
  assert.deepEqual(items.map(({ facts }) => facts.network).toSorted(), ["telegram", "vk"])
  const path = `/incidents/${items.find(({ facts }) => facts.network === "vk")?.facts.incidentId ?? ""}`
  const give = async (who: string, command: object) => (await ask(who, `${path}/commands`, command)).status
  const found = async () => (await (await ask("ivanova", path)).json()) as Found

  assert.equal(await give("petrov", { type: "take" }), 200)
  const fixed = { type: "submit-draft", text: "Фонарь горит.", replyKind: "final", outcome: { value: "fix-claimed" } }
  console.log(`fixed, without a photo: ${await give("petrov", fixed)}`)
  const photo = await sharp({
    create: { width: 64, height: 64, channels: 3, background: "#335577", noise: { type: "gaussian", mean: 90, sigma: 40 } },
  })
    .jpeg()
    .toBuffer()
  const attached = await ask("petrov", `${path}/evidence?shows=fix`, new Uint8Array(photo))
  assert.equal(attached.status, 201)
  assert.equal(await give("petrov", fixed), 200)
  const [draft] = (await found()).drafts
  assert.equal(await give("sidorova", { type: "approve-draft", draftId: draft?.draftId, textHash: draft?.textHash }), 200)
  for (let tries = 0; (await found()).facts.status !== "replied-final" && tries < 100; tries += 1) await setTimeout(100)
  console.log(
    `in VKontakte: ${vk
      .replies()
      .map(({ text }) => text)
      .join()}`,
  )
  assert.equal(vk.replies().length, 1)
  console.log(
    `the approver closes: ${await give("sidorova", { type: "close", reason: "decision" })}; the moderator: ${await give("ivanova", { type: "close", reason: "decision" })}`,
  )
  assert.equal((await found()).facts.status, "closed")
  const hidden = await (await ask("ministry", path)).text()
  assert.ok(!hidden.includes("третий день") && hidden.includes('"withheld":["text"'))
} finally {
  await host.stop()
  rmSync(folder, { recursive: true, force: true })
}
