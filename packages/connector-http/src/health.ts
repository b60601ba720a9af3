import { createHealthLook } from "@otklik/connector-kit"
import type { CallOptions, Health } from "@otklik/core/connector"
import * as z from "zod"
import type { SystemClient } from "./api/client.ts"

/**
 * Asks the other system for a sign of life; without replies there is nobody to ask.
 *
 * @param client - the system; undefined where it publishes no replies
 * @param options - the signal
 */
export async function checkHealth(client: SystemClient | undefined, options: CallOptions): Promise<Health> {
  options.signal?.throwIfAborted()
  const health = createHealthLook(options)
  if (client !== undefined) await health.look("replies", async () => client.send({ type: "ping" }, z.unknown(), options))
  return { ok: health.problems.length === 0, problems: health.problems, expiresAt: null }
}
