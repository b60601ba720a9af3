import { DeskError } from "../../base/index.ts"
import type { DeskContext } from "../context.ts"
import type { CheckedCommand } from "./command.ts"

/**
 * Refuses a command that names a topic, a territory or an authority that there is none of, whatever state the incident
 * is in.
 *
 * @throws DeskError `config`
 */
export function checkNames(context: DeskContext, command: CheckedCommand): void {
  if ("territoryId" in command) checkTerritory(context, command.territoryId)
  if ("topic" in command) checkTopic(context, command.topic)
  if ("authorityId" in command) checkAuthority(context, command.authorityId, "authorityId")
  if ("proposedAuthorityId" in command && command.proposedAuthorityId !== undefined)
    checkAuthority(context, command.proposedAuthorityId, "proposedAuthorityId")
}

/**
 * Refuses an authority that the host's data do not name.
 *
 * @throws DeskError `config`
 */
export function checkAuthority(context: DeskContext, authorityId: string, path: string): void {
  if (context.routing.authorities.some((authority) => authority.id === authorityId)) return
  throw unknownId(path, "authority", authorityId)
}

/**
 * Refuses a territory that the host's data do not hold.
 *
 * @throws DeskError `config`
 */
export function checkTerritory(context: DeskContext, territoryId: string | undefined): void {
  if (territoryId === undefined || context.routing.territories.some((territory) => territory.id === territoryId)) return
  throw unknownId("territoryId", "territory", territoryId)
}

/**
 * Refuses a topic that the host's data do not name. A host that names no topics has them by its rules alone, and any is
 * taken.
 *
 * @throws DeskError `config`
 */
export function checkTopic({ topics }: DeskContext, topic: string | undefined): void {
  if (topic === undefined || topics.length === 0 || topics.some(({ id }) => id === topic)) return
  throw unknownId("topic", "topic", topic)
}

function unknownId(path: string, what: string, id: string): DeskError<"config"> {
  const message = `there is no ${what} "${id}"`
  return new DeskError("config", `command: ${path}: ${message}`, { issues: [{ path, message }] })
}
