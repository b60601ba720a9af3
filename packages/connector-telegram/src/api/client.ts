import {
  createHttpClient,
  createQuotaPlanner,
  createRedactor,
  failureOf,
  requireWaitingClock,
  retry,
  type QuotaPriority,
} from "@otklik/connector-kit"
import { inputIssues, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { TelegramOptions } from "../options.ts"
import { failureRule } from "./errors.ts"
import { idSchema } from "./schemas.ts"

/**
 * Telegram's own advice: about 30 messages a second over all chats, no more than 20 a minute in one group
 * (core.telegram.org/bots/faq).
 */
const callsASecond = 30
const messagesAMinute = 20

/** A call of the Bot API. */
export interface TelegramCall extends CallOptions {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  /** Sent as `multipart/form-data`, each under its name; a parameter names one as `attach://NAME`. */
  readonly files?: ReadonlyMap<string, Blob>
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
  /** The chat where something is published; absent for a call that only reads. */
  readonly writesTo?: string
  /** As the HTTP client takes it. */
  readonly beforeSend?: (() => Promise<void>) | undefined
}

/** The Bot API as one bot. */
export interface TelegramApi {
  /**
   * Calls a method and reads its `result`.
   *
   * @throws DeskError by `error.ts`; `protocol` with the field's path for another shape (`ambiguous` for a call that
   * publishes)
   */
  call<Schema extends z.ZodType>(call: TelegramCall, schema: Schema): Promise<z.output<Schema>>
}

const envelopeSchema = z.union([
  z.looseObject({ ok: z.literal(true), result: z.unknown() }),
  z.looseObject({
    ok: z.literal(false),
    error_code: z.number().int(),
    description: z.string().default(""),
    parameters: z.looseObject({ retry_after: z.number().min(0).optional(), migrate_to_chat_id: idSchema.optional() }).optional(),
  }),
])

/** Makes the API of one connector. */
export function createTelegramApi(options: TelegramOptions): TelegramApi {
  const clock = requireWaitingClock(options.clock, "createTelegramConnector options")
  const { random, token, apiUrl, timeoutMillis, chats } = options
  const redactor = createRedactor([token, ...(options.webhook === undefined ? [] : [options.webhook.secret])])
  const client = createHttpClient({ fetch: options.fetch, clock, redactor, timeoutMillis })
  const groupLimits = chats.map(({ chatId }) => ({
    name: `${messagesAMinute} a minute in ${chatId}`,
    calls: messagesAMinute,
    millis: 60_000,
    operations: [`send ${chatId}`],
  }))
  const limits = [{ name: `${callsASecond} a second`, calls: callsASecond, millis: 1000 }, ...groupLimits]
  const planner = options.planner ?? createQuotaPlanner({ clock, limits })

  async function attempt({ method, params, files, priority, dueAt, writesTo, beforeSend, signal }: TelegramCall): Promise<unknown> {
    const abort = signal === undefined ? {} : { signal }
    const operation = writesTo === undefined ? method : `send ${writesTo}`
    await planner.take({ operation, priority, ...abort, ...(dueAt === undefined ? {} : { dueAt }) })
    const what = `telegram: ${method}`
    const writes = writesTo !== undefined
    // The token is in the address: no error has it.
    const { value } = await client.answer({
      what,
      method: "POST",
      url: `${apiUrl}bot${token}/${method}`,
      ...(files === undefined ? { json: params } : { body: formOf(params, files) }),
      writes,
      beforeSend,
      ...abort,
    })
    const context = { what, now: clock.now(), writes }
    const answer = envelopeSchema.safeParse(value)
    if (!answer.success) throw failureOf({ code: "protocol", path: "result" }, context, "an answer of the Bot API was expected")
    if (answer.data.ok) return answer.data.result
    const { error_code: code, description, parameters } = answer.data
    const newId = parameters?.migrate_to_chat_id
    const moved = newId === undefined ? "" : `: the group became the supergroup ${newId}; name that in chats`
    const failure = failureOf(
      failureRule(code, description, parameters?.retry_after, writes),
      context,
      `Telegram answered with error ${code}${moved}`,
    )
    if (failure.code === "rate-limited") planner.block(failure.details.retryAt, operation)
    throw failure
  }

  return {
    async call(call, schema) {
      const abort = call.signal === undefined ? {} : { signal: call.signal }
      const again = { clock, random, tries: 4, pauseMillis: 500, longestMillis: 10_000, ...abort }
      const result = await retry(again, () => attempt(call))
      const read = schema.safeParse(result)
      if (read.success) return read.data
      const path = ["result", inputIssues(read.error)[0]?.path ?? ""].filter((part) => part !== "").join(".")
      const context = { what: `telegram: ${call.method}`, now: clock.now(), writes: call.writesTo !== undefined }
      throw failureOf({ code: "protocol", path }, context, `${path} is not of the shape that Telegram documents`)
    },
  }
}

/** Parameters that are no text go as JSON, as the Bot API takes them in a form. */
function formOf(params: TelegramCall["params"], files: ReadonlyMap<string, Blob>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(params)) form.append(name, typeof value === "string" ? value : JSON.stringify(value))
  for (const [name, file] of files) form.append(name, file, name)
  return form
}
