import type { Clock, Instant } from "@otklik/core"

/** What goes wrong with a call. */
export type BotApiFault = "cut-before" | "cut-after" | "too-many" | "server-error" | "malformed" | "changed-shape" | "slow"

/** A chat of the simulated Telegram. */
export interface SimulatedChat {
  readonly id: number
  readonly type: "channel" | "supergroup" | "private"
  readonly title: string
  readonly username?: string
}

/** A message that somebody writes. */
export interface SimulatedWriting {
  readonly chatId: number
  readonly text?: string
  readonly at?: Instant
  /** The message that it answers. */
  readonly replyTo?: number
  /** Other fields of `Message`. */
  readonly more?: Readonly<Record<string, unknown>>
}

interface StoredMessage {
  readonly message_id: number
  readonly chat: SimulatedChat
  [field: string]: unknown
}

/** Something that was sent and answered. */
export interface BotApiCall {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  readonly answer: unknown
}

/**
 * A Bot API that is not there: it keeps updates until they are confirmed, numbers messages in their chat, and sends
 * what a bot sends.
 */
export interface SimulatedBotApi {
  readonly fetch: typeof globalThis.fetch
  readonly calls: readonly BotApiCall[]
  addChat(chat: SimulatedChat): void
  /** @returns the message's number */
  write(writing: SimulatedWriting): number
  /** A post of the channel with its copy in the discussion group. @returns the copy's number */
  post(channelId: number, discussionId: number, text: string, at?: Instant): number
  edit(chatId: number, messageId: number, text: string): void
  /** Puts in an update as it is. */
  push(update: Readonly<Record<string, unknown>>): void
  /** Forgets the updates that wait, as after a day. */
  forget(): void
  remove(chatId: number, messageId: number): void
  inject(fault: BotApiFault, method: string, times?: number): void
  /** What the bot sent, and stands. */
  sent(): readonly {
    readonly chatId: number
    readonly replyTo: number
    readonly text: string
    readonly photos: number
    readonly id: number
  }[]
  /** The updates that wait, as pushes. */
  pushes(secret: string): readonly Request[]
  webhook: {
    url: string
    pending_update_count: number
    has_custom_certificate: boolean
    last_error_date?: number
    allowed_updates?: readonly string[]
  }
  member: Record<string, unknown>
  bot: Record<string, unknown>
}

/** Makes one. */
export function createBotApi({ clock, token }: { readonly clock: Clock; readonly token: string }): SimulatedBotApi {
  const chats = new Map<number, SimulatedChat>()
  const messages = new Map<string, StoredMessage>()
  const numbers = new Map<number, number>()
  const faults: { readonly fault: BotApiFault; readonly method: string; times: number }[] = []
  const calls: BotApiCall[] = []
  const sentKeys: string[] = []
  const citizen = { id: 5000000001, is_bot: false, first_name: "Пётр", last_name: "Заявителев" }
  const botUser = { id: 7000000001, is_bot: true, first_name: "Отклик", username: "otklik_bot" }
  let updates: { readonly update_id: number; readonly [field: string]: unknown }[] = []
  let lastUpdate = 900_000_000

  const secondsOf = (at?: Instant): number => Math.floor(Date.parse(at ?? clock.now()) / 1000)
  const chatOf = (id: number): SimulatedChat => chats.get(id) ?? { id, type: "private", title: "" }
  const push = (update: Readonly<Record<string, unknown>>): void => void updates.push({ update_id: (lastUpdate += 1), ...update })
  const store = (chatId: number, fields: Readonly<Record<string, unknown>>): StoredMessage => {
    const id = (numbers.get(chatId) ?? 0) + 1
    numbers.set(chatId, id)
    const message = { message_id: id, chat: chatOf(chatId), ...fields }
    messages.set(`${chatId}_${id}`, message)
    return message
  }
  const linkOf = (chatId: number, replyTo: number | undefined): Readonly<Record<string, unknown>> => {
    const replied = replyTo === undefined ? undefined : messages.get(`${chatId}_${replyTo}`)
    if (replied === undefined) return {}
    return { reply_to_message: replied, message_thread_id: replied["message_thread_id"] ?? replied.message_id }
  }

  function send(params: Readonly<Record<string, unknown>>, content: readonly Readonly<Record<string, unknown>>[]): unknown {
    const chatId = Number(params["chat_id"])
    const { message_id: replyTo } = params["reply_parameters"] as { readonly message_id: number }
    if (!messages.has(`${chatId}_${replyTo}`)) return refusal(400, "Bad Request: message to be replied not found")
    const stored = content.map((fields) => store(chatId, { from: botUser, date: secondsOf(), ...fields, ...linkOf(chatId, replyTo) }))
    sentKeys.push(`${chatId}_${stored[0]?.message_id}`)
    return { ok: true, result: stored.length > 1 ? stored : stored[0] }
  }

  function answer(method: string, params: Readonly<Record<string, unknown>>): unknown {
    switch (method) {
      case "getUpdates": {
        if (self.webhook.url !== "")
          return refusal(
            409,
            "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
          )
        const offset = Number(params["offset"] ?? 0)
        updates = updates.filter(({ update_id: id }) => id >= offset)
        return { ok: true, result: updates.slice(0, Number(params["limit"] ?? 100)) }
      }
      case "sendMessage":
        return send(params, [{ text: params["text"] }])
      case "sendPhoto":
        return send(params, [{ caption: params["caption"], photo: photoOf(1) }])
      case "sendMediaGroup":
        return send(
          params,
          (params["media"] as readonly { readonly caption?: string }[]).map(({ caption }, index) => ({
            media_group_id: "1",
            photo: photoOf(index),
            ...(caption === undefined ? {} : { caption }),
          })),
        )
      case "deleteMessage": {
        const key = `${Number(params["chat_id"])}_${Number(params["message_id"])}`
        return messages.delete(key) ? { ok: true, result: true } : refusal(400, "Bad Request: message to delete not found")
      }
      case "getMe":
        return { ok: true, result: { ...botUser, ...self.bot } }
      case "getWebhookInfo":
        return { ok: true, result: self.webhook }
      case "getChat":
        return chats.has(Number(params["chat_id"]))
          ? {
              ok: true,
              result: { ...chatOf(Number(params["chat_id"])), accent_color_id: 1, max_reaction_count: 11, accepted_gift_types: noGifts },
            }
          : refusal(400, "Bad Request: chat not found")
      case "getChatMember":
        return { ok: true, result: { user: botUser, ...self.member } }
      default:
        return refusal(404, "Not Found")
    }
  }

  const self: SimulatedBotApi = {
    calls,
    webhook: { url: "", has_custom_certificate: false, pending_update_count: 0 },
    member: { status: "administrator" },
    bot: { can_read_all_group_messages: false },
    addChat: (chat) => void chats.set(chat.id, chat),
    write({ chatId, text, at, replyTo, more = {} }) {
      const message = store(chatId, {
        from: citizen,
        date: secondsOf(at),
        ...(text === undefined ? {} : { text }),
        ...linkOf(chatId, replyTo),
        ...more,
      })
      push({ message })
      return message.message_id
    },
    post(channelId, discussionId, text, at) {
      const channel = chatOf(channelId)
      const post = store(channelId, { sender_chat: channel, date: secondsOf(at), text })
      push({ channel_post: post })
      const origin = { type: "channel", chat: channel, message_id: post.message_id, date: secondsOf(at) }
      const sender = { id: 777000, is_bot: false, first_name: "Telegram" }
      const copy = store(discussionId, {
        from: sender,
        sender_chat: channel,
        date: secondsOf(at),
        text,
        is_automatic_forward: true,
        forward_origin: origin,
      })
      push({ message: copy })
      return copy.message_id
    },
    edit(chatId, messageId, text) {
      const edited = { ...messages.get(`${chatId}_${messageId}`), text, edit_date: secondsOf() + 60 } as unknown
      messages.set(`${chatId}_${messageId}`, edited as StoredMessage)
      push({ edited_message: edited })
    },
    push,
    forget: () => void (updates = []),
    remove: (chatId, messageId) => void messages.delete(`${chatId}_${messageId}`),
    inject: (fault, method, times = 1) => void faults.push({ fault, method, times }),
    sent: () =>
      sentKeys.flatMap((key) => {
        const message = messages.get(key)
        if (message === undefined) return []
        const replied = message["reply_to_message"] as StoredMessage
        const photos = [...messages.values()].filter(
          (other) =>
            other["photo"] !== undefined &&
            other["from"] === botUser &&
            (other["reply_to_message"] as StoredMessage).message_id === replied.message_id,
        )
        return [
          {
            chatId: message.chat.id,
            id: message.message_id,
            replyTo: replied.message_id,
            text: String(message["text"] ?? message["caption"]),
            photos: photos.length,
          },
        ]
      }),
    pushes: (secret) =>
      updates.map(
        (update) =>
          new Request("https://desk.example.org/telegram", {
            method: "POST",
            headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret },
            body: JSON.stringify(update),
          }),
      ),
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const [, path = "", method = ""] = new URL(request.url).pathname.split("/")
      const params = await paramsOf(request)
      const entry = faults.find((one) => one.method === method && one.times > 0)
      if (entry !== undefined) entry.times -= 1
      const cut = (): never => {
        throw new TypeError("fetch failed", { cause: Object.assign(new Error("the connection was cut"), { code: "ECONNRESET" }) })
      }
      if (entry?.fault === "cut-before") return cut()
      if (entry?.fault === "slow") await clock.sleep?.(60_000, request.signal)
      if (request.signal.aborted) return cut()
      if (entry?.fault === "too-many")
        return answerOf({ ...refusal(429, "Too Many Requests: retry after 3"), parameters: { retry_after: 3 } })
      if (entry?.fault === "server-error") return answerOf(refusal(502, "Bad Gateway"))
      const body = path === `bot${token}` ? answer(method, params) : refusal(401, "Unauthorized")
      calls.push({ method, params, answer: body })
      if (entry?.fault === "cut-after") return cut()
      if (entry?.fault === "malformed") return new Response(JSON.stringify(body).slice(0, -2))
      return answerOf(entry?.fault === "changed-shape" ? { ok: true, result: { list: [] } } : body)
    },
  }
  return self
}

const noGifts = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
}

function refusal(code: number, description: string) {
  return { ok: false, error_code: code, description }
}

function answerOf(body: unknown): Response {
  const code = typeof body === "object" && body !== null && "error_code" in body ? Number(body.error_code) : 200
  return new Response(JSON.stringify(body), { status: code, headers: { "content-type": "application/json" } })
}

function photoOf(number: number): readonly unknown[] {
  return [{ file_id: `invented-${number}`, file_unique_id: `u${number}`, width: 90, height: 90 }]
}

/** The parameters of a call, in JSON or in a form; a file that is named and not sent is a mistake of the connector. */
async function paramsOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  if (!(request.headers.get("content-type") ?? "").startsWith("multipart/"))
    return (await request.json()) as Readonly<Record<string, unknown>>
  const fields = [...(await request.formData())]
  const files = new Set(fields.flatMap(([name, value]) => (value instanceof Blob ? [name] : [])))
  const params = Object.fromEntries(
    fields.flatMap(([name, value]) => {
      if (value instanceof Blob) return []
      return [[name, ["chat_id", "reply_parameters", "media"].includes(name) ? (JSON.parse(value) as unknown) : value]]
    }),
  )
  for (const [, name = ""] of JSON.stringify(params).matchAll(/attach:\/\/(\w+)/g))
    if (!files.delete(name)) throw new Error(`the file "${name}" was not sent`)
  if (files.size > 0) throw new Error(`nothing names the files ${[...files].join(", ")}`)
  return params
}
