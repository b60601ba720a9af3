import { inputIssues, type IncomingMessage, type Network, type SkippedItem } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import type { z } from "zod"

/** What something of a network turned out to be. */
export type Reading =
  | { readonly kind: "message"; readonly message: IncomingMessage }
  /** It could not be understood, and is reported. */
  | { readonly kind: "skipped"; readonly item: SkippedItem }
  /** It was understood and is no public message: deleted, a draft, an advertisement, a gift. */
  | { readonly kind: "nothing"; readonly reason: string }

/**
 * A message, when the fields make one; else what is wrong with them.
 *
 * @param network - of the message
 * @param fields - those of `incomingMessageSchema`; what is undefined is left out
 */
export function finishReading(network: Network, fields: Readonly<Record<string, unknown>>): Reading {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const read = incomingMessageSchema.safeParse({ network, ...Object.fromEntries(given) })
  return read.success ? { kind: "message", message: read.data } : skippedReading(read.error)
}

/**
 * What could not be understood, by the first thing that is wrong; the item itself is not told.
 *
 * @param error - of a schema
 * @param prefix - the path of the item in what it stands in
 */
export function skippedReading(error: z.ZodError, prefix = ""): Reading {
  const { path: inner = "", message = "" } = inputIssues(error)[0] ?? {}
  const path = [prefix, inner].filter((part) => part !== "").join(".")
  return path === ""
    ? { kind: "skipped", item: { code: "not-a-message", message: "an object was expected", path } }
    : invalidReading(path, message)
}

/**
 * What could not be understood for a field of it.
 *
 * @param path - of the field
 * @param message - what was expected; never what stands there
 */
export function invalidReading(path: string, message: string): Reading {
  return { kind: "skipped", item: { code: "invalid", message: `${path}: ${message}`, path } }
}
