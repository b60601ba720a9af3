import { createSourceList } from "@otklik/connector-kit"
import { readOptions, type Connector } from "@otklik/core"
import type { Capabilities } from "@otklik/core/connector"
import { createSystemClient } from "./api/client.ts"
import { checkHealth } from "./health.ts"
import { httpConnectorOptionsSchema, type HttpConnectorOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createReceiver } from "./webhook/receive.ts"

/**
 * A connector to any system that can send JSON: a form of a website, a portal's gateway, a call centre, a monitoring
 * vendor. Messages come as pushes signed by Standard Webhooks 1.0; replies go out as signed commands to an address of
 * the system, once for a key, with a look-up. There is nothing to pull.
 *
 * @param options - see {@link HttpConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createHttpConnector(options: HttpConnectorOptions): Connector {
  const read = readOptions(httpConnectorOptionsSchema, options, "createHttpConnector options")
  const { network, replies } = read
  const client = replies === undefined ? undefined : createSystemClient(read, replies.url)
  const sources = createSourceList(network)
  const capabilities: Capabilities = Object.freeze({
    pull: false,
    webhook: true,
    reply: replies !== undefined,
    replyPhoto: replies?.photos === true,
    replyLimit: replies?.limit ?? null,
    relay: false,
  })
  const receive = createReceiver(read)
  return {
    specificationVersion: "v1",
    id: read.id ?? `http:${network}`,
    network,
    capabilities,
    sources: sources.listed,
    doPull: (pull) => sources.pull(pull),
    doReceive: receive,
    ...(client === undefined ? {} : createReplier(client, read, replies?.retract === true)),
    doCheck: (check = {}) => checkHealth(client, check),
  }
}
