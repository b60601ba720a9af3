import { configError, DeskError, didYouMean } from "../../base/index.ts"
import type { Connector } from "../../connector/index.ts"
import type { DeskContext } from "../context.ts"
import { storeIntake } from "./store-intake.ts"
import { traced } from "../transact/traced.ts"

/**
 * Takes a push of a network: reads it, stores the result, and only then gives the response that the network waits
 * for.
 *
 * @throws DeskError `config` for an unknown connector, `capability` for one without a webhook; what the storage throws,
 * so that the network delivers again
 */
export async function receive(context: DeskContext, connectorId: string, request: Request): Promise<Response> {
  const connector = context.connectors.find((candidate) => candidate.id === connectorId)
  if (connector === undefined) {
    const known = context.connectors.map(({ id }) => id)
    const message = `there is no connector "${connectorId}"${didYouMean(connectorId, known)}`
    throw configError("desk.receive", [{ path: "connectorId", message }])
  }
  await context.authorKeys.check()
  return traced(context, { work: "push", id: connectorId, connectorId }, () => takePush(context, connector, request))
}

async function takePush(context: DeskContext, connector: Connector, request: Request): Promise<Response> {
  const connectorId = connector.id
  if (connector.doReceive === undefined) throw new DeskError("capability", `"${connectorId}" takes no pushes`, { capability: "webhook" })
  const received = await connector.doReceive(request, { now: context.clock.now() })
  const { result } = await storeIntake(context, received, () => context.clock.now())
  for (const item of [...received.skipped, ...result.refused]) context.eventBus.emit("item-skipped", { connectorId, sourceId: null, item })
  for (const date of result.intake.corrected) context.eventBus.emit("date-corrected", { connectorId, sourceId: null, ...date })
  return received.response
}
