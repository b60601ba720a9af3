import { createHash } from "node:crypto"
import { createHttpClient, createRedactor, failureOf, requireWaitingClock, statusFailure } from "@otklik/connector-kit"
import { instantToMillis } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import { createSigner } from "@otklik/webhooks/signature"
import type * as z from "zod"
import type { HttpOptions } from "../options.ts"
import type { WireCommand } from "./wire.ts"

/** As the HTTP client takes them. */
export interface SendOptions extends CallOptions {
  readonly beforeSend?: (() => Promise<void>) | undefined
}

/** The other system. */
export interface SystemClient {
  /**
   * Sends a command and reads the answer.
   *
   * @throws DeskError `refused` where the system says no, `auth`, `rate-limited`, `network`, `protocol`; `ambiguous`
   * for a command that publishes and whose end is not known; the signal's reason
   */
  send<Schema extends z.ZodType>(command: WireCommand, schema: Schema, options?: SendOptions): Promise<z.output<Schema>>
}

/** Why a reply was refused to something that is gone already. */
export const goneReasons: ReadonlySet<string> = new Set(["it does not exist there", "it does not exist there any more"])

/** What a status means for a reply: the system said no, and nothing was published. */
const refusals: Readonly<Record<number, string>> = {
  400: "it does not take this command",
  404: "it does not exist there",
  409: "it cannot take this reply as things are there",
  410: "it does not exist there any more",
  422: "it does not take this reply",
}

/** Makes the client of one connector. */
export function createSystemClient(options: HttpOptions, url: string): SystemClient {
  const { network, secrets, timeoutMillis } = options
  const clock = requireWaitingClock(options.clock, "createHttpConnector options")
  const client = createHttpClient({ fetch: options.fetch, clock, redactor: createRedactor([...secrets, url]), timeoutMillis })
  const signer = createSigner(secrets)

  return {
    async send(command, schema, { signal, beforeSend } = {}) {
      const context = () => ({ what: `${network}: ${command.type}`, writes: command.type === "publish-reply", now: clock.now() })
      const [id, seconds] = [idOf(command), Math.floor(instantToMillis(clock.now()) / 1000)]
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(seconds),
        // The client writes JSON likewise.
        "webhook-signature": await signer.sign(id, seconds, JSON.stringify(command)),
      }
      const answer = await client.answer({ ...context(), method: "POST", url, json: command, headers, beforeSend, signal })
      const sentence = `the system answered with status ${answer.status}`
      const reason = refusals[answer.status]
      if (reason !== undefined) throw failureOf({ code: "refused", reason }, context(), sentence)
      const failure = statusFailure(answer, context())
      if (failure !== undefined) throw failure
      const read = schema.safeParse(answer.value)
      if (read.success) return read.data
      const path = read.error.issues[0]?.path.map(String).join(".") ?? ""
      throw failureOf({ code: "protocol", path }, context(), `the answer was not understood at ${path === "" ? "its beginning" : path}`)
    },
  }
}

/** The same for every try of one reply, as Standard Webhooks asks; letters and digits only, whatever the key holds. */
function idOf(command: WireCommand): string {
  const subject = "idempotencyKey" in command ? command.idempotencyKey : "replyId" in command ? command.replyId : ""
  return `msg_${createHash("sha256")
    .update(JSON.stringify([command.type, subject]))
    .digest("hex")
    .slice(0, 32)}`
}
