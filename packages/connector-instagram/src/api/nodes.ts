import type { QuotaPriority } from "@otklik/connector-kit"
import type { GraphClient } from "@otklik/connector-kit/meta"
import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import { commentFields, ownMediaFields, placeFields, publicMediaFields } from "./schemas.ts"

/** How urgent a reading is. */
export interface NodeOptions extends CallOptions {
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
}

/** Something that mentions the account, and the account's own name. */
export interface Mentioned {
  readonly value: unknown
  readonly username: string | undefined
}

/** Reads single things. Each gives undefined for what is gone or not for this token: Meta does not say which. */
export interface Nodes {
  /** A comment under the account's own media objects, or its own anywhere; with the media object. */
  comment(id: string, options: NodeOptions): Promise<unknown>
  /** A media object of the account, or one that it is tagged in. */
  media(id: string, options: NodeOptions): Promise<unknown>
  /** A media object of another party whose caption mentions the account. */
  mentionedMedia(id: string, options: NodeOptions, extra?: string): Promise<Mentioned | undefined>
  /** A comment under another party's media object that mentions the account. */
  mentionedComment(id: string, options: NodeOptions, extra?: string): Promise<Mentioned | undefined>
}

const nodeSchema = z.looseObject({ id: z.unknown() })

/**
 * Makes the reader of one account. What mentions it can be read through the account only, and by Facebook Login only.
 *
 * @param graph - Instagram
 * @param accountId - the account
 */
export function createNodes(graph: GraphClient, accountId: string): Nodes {
  const node = (operation: string, id: string, fields: string, options: NodeOptions): Promise<unknown> =>
    graph.find({ operation, node: id, params: { fields }, ...options }, nodeSchema)

  async function mentioned(field: string, argument: string, inner: string, options: NodeOptions): Promise<Mentioned | undefined> {
    const fields = `username,${field}.${argument}{${inner}}`
    const found = await graph.find(
      { operation: field, node: accountId, params: { fields }, ...options },
      z.looseObject({ [field]: nodeSchema }),
    )
    const username: unknown = found?.["username"]
    return found === undefined ? undefined : { value: found[field], username: typeof username === "string" ? username : undefined }
  }

  return {
    comment: (id, options) => node("comment", id, `${commentFields},${placeFields}`, options),
    media: (id, options) => node("media", id, `${ownMediaFields},username`, options),
    mentionedMedia: (id, options, extra = "") =>
      mentioned("mentioned_media", `media_id(${id})`, `${publicMediaFields},username${extra}`, options),
    mentionedComment: (id, options, extra = "") =>
      mentioned("mentioned_comment", `comment_id(${id})`, `${commentFields},${placeFields}${extra}`, options),
  }
}
