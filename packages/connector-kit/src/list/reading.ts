import { inputIssues, type IncomingMessage, type Network, type SkippedItem } from "@otklik/core"
import { incomingMessageSchema } from "@otklik/core/connector"
import type * as z from "zod"

/** What something of a network turned out to be. */
export type Reading =
  | {
      readonly kind: "message"
      /** The message. */
      readonly message: IncomingMessage
    }
  /** It could not be understood, and is reported. */
  | {
      readonly kind: "skipped"
      /** What could not be understood. */
      readonly item: SkippedItem
    }
  /** It was understood and is no public message: deleted, a draft, an advertisement, a gift. */
  | {
      readonly kind: "nothing"
      /** Why, for people. */
      readonly reason: string
    }

/**
 * A message, when the fields make one; else what is wrong with them. Without words, photos, videos, sounds, documents,
 * links, a place and an original it says nothing that the desk can read (a poll, content of an unknown kind), and
 * is reported as such.
 *
 * @param network - of the message
 * @param fields - those of `incomingMessageSchema`; what is undefined is left out
 * @param contentPath - the field of content that cannot be read, for a message with nothing else; null where it shows
 * something known, although no link leads to it. Default `text`
 */
export function finishReading(network: Network, fields: Readonly<Record<string, unknown>>, contentPath: string | null = "text"): Reading {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const read = incomingMessageSchema.safeParse({ network, ...Object.fromEntries(given) })
  if (!read.success) return skippedReading(read.error)
  return contentPath !== null && saysNothing(read.data) ? unknownContent(contentPath) : { kind: "message", message: read.data }
}

function saysNothing({ text, attachments = [], place, repostOf }: IncomingMessage): boolean {
  return text.trim() === "" && attachments.every(({ kind }) => kind === "other") && place === undefined && repostOf === undefined
}

/**
 * Content of a kind that cannot be read.
 *
 * @param path - of the content, as `attachments.poll`; a word of the network's only by {@link contentLabel}
 */
export function unknownContent(path: string): Reading {
  return invalidReading(path, "content of this kind cannot be read; open it in the network itself")
}

/**
 * The network's word for a kind of content or event, where it has the form of one: what else is there may be anybody's
 * text.
 *
 * @param word - as the network gives it
 */
export function contentLabel(word: unknown): string {
  return typeof word === "string" && /^[A-Za-z][\w.-]{0,39}$/.test(word) ? word : "unknown"
}

/**
 * What could not be understood, by the first thing that is wrong; the item itself is not reported.
 *
 * @param error - of a schema
 * @param prefix - the path of the item in what it is part of
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
 * @param message - what was expected; never the value there
 */
export function invalidReading(path: string, message: string): Reading {
  return { kind: "skipped", item: { code: "invalid", message: `${path}: ${message}`, path } }
}
