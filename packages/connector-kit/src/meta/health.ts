import type { Clock, Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import { createHealthLook, type HealthLook } from "../health.ts"
import type { TokenSource } from "../token.ts"
import type { GraphClient } from "./graph.ts"
import { createAppToken, inspectToken, listAppSubscriptions, listSubscribedFields } from "./inspect.ts"

/** Collects what is wrong, in sentences for people. */
export interface HealthReport extends HealthLook {
  /** The nearest end that was announced. */
  readonly expiresAt: Instant | null
  /** Notes a problem, once. */
  report(problem: string): void
  /** Notes an end, and that it is over. */
  ends(at: Instant | null, what: string, action: string): void
}

/**
 * Makes a report without problems.
 *
 * @param clock - says what is over
 * @param signal - of the check
 */
export function createHealthReport(clock: Clock, signal?: AbortSignal): HealthReport {
  const { problems, look } = createHealthLook(signal === undefined ? {} : { signal })
  let expiresAt: Instant | null = null
  const report = (problem: string): void => {
    if (!problems.includes(problem)) problems.push(problem)
  }
  return {
    problems,
    get expiresAt() {
      return expiresAt
    },
    report,
    ends(at, what, action) {
      if (at === null) return
      if (expiresAt === null || at < expiresAt) expiresAt = at
      if (at <= clock.now()) report(`token: ${what}; ${action}`)
    },
    look,
  }
}

/** The application through which everything runs. */
export interface MetaApp {
  /** The id of the app at Meta. */
  readonly appId: string
  /** Its secret. */
  readonly appSecret: string
}

/** What a check of a token asks. */
export interface TokenCheck extends CallOptions {
  /** The client that asks. */
  readonly graph: GraphClient
  /** Absent: only what the source of the token says is known. */
  readonly app: MetaApp | undefined
  /** Rights, and what each is for, as `to answer`. */
  readonly rights: Readonly<Record<string, string>>
}

const newToken = "log in again and give the connector a new token"

/** Notes the end of a token, that it is not taken any more, and every right that it lacks. */
export async function checkToken(report: HealthReport, { graph, app, rights, signal }: TokenCheck): Promise<void> {
  const abort = signal === undefined ? {} : { signal }
  const source: TokenSource = graph.token
  await report.look("token", async () => report.ends((await source.current(abort)).expiresAt, "it has ended", newToken))
  if (app === undefined) return
  await report.look("token", async () => {
    const token = await inspectToken(graph, createAppToken(app), abort)
    report.ends(token.expiresAt, "it has ended", newToken)
    report.ends(token.dataAccessExpiresAt, "the access to data has ended", "let the person who gave it log in to the application again")
    if (!token.isValid) return report.report(`token: Meta does not take it; ${newToken}`)
    for (const [right, purpose] of Object.entries(rights))
      if (!token.scopes.includes(right)) report.report(`token: the right ${right} is missing, ${purpose}; log in again and grant it`)
  })
}

/** What a check of a webhook asks. */
export interface SubscriptionCheck extends CallOptions {
  /** The client that asks. */
  readonly graph: GraphClient
  /** The app whose subscriptions are checked. */
  readonly app: MetaApp
  /** As `page`. */
  readonly object: string
  /** Fields of the application's side that are needed. */
  readonly fields: readonly string[]
  /** The Page or account that must let the application hear it; with the fields of its side. */
  readonly node: string
  /** The fields that the page or account must be subscribed to. */
  readonly nodeFields: readonly string[]
  /** What the node is called in sentences, as `the Page`. */
  readonly nodeName: string
}

/** Notes which of the two sides of a webhook is not subscribed: Meta is silent then, without any error. */
export async function checkSubscriptions(report: HealthReport, check: SubscriptionCheck): Promise<void> {
  const { graph, app, object, fields, node, nodeFields, nodeName, signal } = check
  const abort = signal === undefined ? {} : { signal }
  await report.look("webhook, the application's side", async () => {
    const all = await listAppSubscriptions(graph, { appId: app.appId, appToken: createAppToken(app), ...abort })
    const ours = all.find((subscription) => subscription.object === object)
    const where = 'in Meta\'s dashboard, "Webhooks"'
    if (ours === undefined || !ours.isActive)
      return report.report(`webhook: the application has no active webhook for the object ${object}; add it ${where}`)
    for (const field of fields)
      if (!ours.fields.includes(field)) report.report(`webhook: the application does not subscribe to the field ${field}; do so ${where}`)
  })
  await report.look(`webhook, the side of ${nodeName}`, async () => {
    const heard = await listSubscribedFields(graph, { node, appId: app.appId, ...abort })
    const call = `call POST /${node}/subscribed_apps with subscribed_fields=${nodeFields.join(",")}`
    for (const field of nodeFields)
      if (!heard.includes(field)) report.report(`webhook: ${nodeName} does not send the application ${field}; ${call}`)
  })
}
