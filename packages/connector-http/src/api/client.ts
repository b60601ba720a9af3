import { createHash } from "node:crypto"
import { createHttpClient, createRedactor, failureOf, requireWaitingClock, statusFailure, type HttpAnswer } from "@otklik/connector-kit"
import { instantToMillis } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type * as z from "zod"
import type { HttpOptions } from "../options.ts"
import { signHeaders } from "./signature.ts"
import type { WireCommand } from "./wire.ts"

/** A command under way. */
export interface SentCommand extends CallOptions {
  readonly command: WireCommand
  /** As the HTTP client takes it. */
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
  send<Schema extends z.ZodType>(sent: SentCommand, schema: Schema): Promise<z.output<Schema>>
}

/** What a status means for a reply: the system said no, and nothing was published. */
const refusals: Readonly<Record<number, string>> = {
  400: "it does not take this command",
  404: "the message does not exist there",
  409: "it does not take this reply now",
  410: "the message does not exist there any more",
  422: "it does not take this reply",
}

/** Makes the client of one connector. */
export function createSystemClient(options: HttpOptions, url: string): SystemClient {
  const { network, secrets, timeoutMillis } = options
  const clock = requireWaitingClock(options.clock, "createHttpConnector options")
  const client = createHttpClient({ fetch: options.fetch, clock, redactor: createRedactor([...secrets, url]), timeoutMillis })
  const [secret = ""] = secrets

  return {
    async send({ command, signal, beforeSend }, schema) {
      const body = JSON.stringify(command)
      const context = () => ({ what: `${network}: ${command.type}`, writes: command.type === "publish-reply", now: clock.now() })
      const answer = await client.answer({
        ...context(),
        method: "POST",
        url,
        json: command,
        headers: { ...signHeaders(secret, idOf(command), Math.floor(instantToMillis(clock.now()) / 1000), body) },
        beforeSend,
        ...(signal === undefined ? {} : { signal }),
      })
      const reason = refusals[answer.status]
      if (reason !== undefined) throw failureOf({ code: "refused", reason }, context(), statusSentence(answer))
      const failure = statusFailure(answer, context())
      if (failure !== undefined) throw failure
      const read = schema.safeParse(answer.value)
      if (read.success) return read.data
      const path = read.error.issues[0]?.path.map(String).join(".") ?? ""
      throw failureOf({ code: "protocol", path }, context(), `the answer was not understood at ${path === "" ? "its beginning" : path}`)
    },
  }
}

const statusSentence = ({ status }: HttpAnswer): string => `the system answered with status ${status}`

/** The same for every try of one reply, as Standard Webhooks asks; letters and digits only, whatever the key holds. */
function idOf(command: WireCommand): string {
  const subject = "idempotencyKey" in command ? command.idempotencyKey : "replyId" in command ? command.replyId : ""
  return `msg_${createHash("sha256")
    .update(JSON.stringify([command.type, subject]))
    .digest("hex")
    .slice(0, 32)}`
}
