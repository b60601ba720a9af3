import { isDeskError, type Desk } from "@otklik/core"

/** What a handler of pushes needs. */
export interface WebhookHandlerOptions {
  readonly desk: Pick<Desk, "receive">
  /** Connector ids by the last part of the address: `/hooks/vk-4f9a…`. VK signs nothing, so let no one guess it. */
  readonly hooks: Readonly<Record<string, string>>
  /** Told of a push that could not be stored: for the host's log. The network delivers it again. */
  readonly onFailure: (name: string, error: unknown) => void
}

/**
 * One function for every server that speaks Request and Response. The answer leaves after the commit: what was not
 * stored is not acknowledged.
 *
 * @param options - see {@link WebhookHandlerOptions}
 */
export function createWebhookHandler({ desk, hooks, onFailure }: WebhookHandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const [, name = ""] = /^\/hooks\/([\w-]+)$/.exec(new URL(request.url).pathname) ?? []
    const connectorId = Object.hasOwn(hooks, name) ? hooks[name] : undefined
    if (connectorId === undefined) return new Response("not found", { status: 404 })
    try {
      return await desk.receive(connectorId, request)
    } catch (error) {
      onFailure(name, error)
      // 503 makes every network deliver again, later.
      return new Response("later", { status: 503, headers: isDeskError(error, "rate-limited") ? {} : { "retry-after": "60" } })
    }
  }
}
