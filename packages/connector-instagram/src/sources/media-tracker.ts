import { edgeSchema, graphIdSchema, type GraphClient } from "@otklik/connector-kit/meta"
import { instantToMillis, isDeskError, type Instant } from "@otklik/core"
import * as z from "zod"
import type { NodeOptions, Nodes } from "../api/nodes.ts"
import { profileUrl } from "./sight.ts"

/** Where comments are: the media object, of an album the album, and its link. */
export interface MediaPlace {
  readonly mediaId: string
  readonly url: string
}

/** Knows the account's media objects, and of albums each item: pushes of comments name the item and not the album. */
export interface MediaTracker {
  /** Takes note of what a list of the account's media showed. */
  note(items: readonly unknown[]): void
  /**
   * Where a comment is that is said to be under a media object or an item of an album.
   *
   * @returns for one that Instagram does not show, as a live video that has ended: itself, with the page of the account
   * @throws DeskError what keeps Instagram from being asked now
   */
  find(id: string, now: Instant, options: NodeOptions): Promise<MediaPlace>
  /** The place of one that cannot be asked for: itself, with the page of the account. */
  unknown(id: string): MediaPlace
}

/** Media objects that one call asks for: as many as the source of the account's media does. */
const pageSize = 75

/** The list, and each media object that it does not show, are asked for once in this time at most, milliseconds. */
const trustMillis = 60_000

/** So many ids are remembered; the oldest are forgotten. */
const mostIds = 5000

const placeSchema = z.looseObject({
  id: graphIdSchema,
  permalink: z.string().optional(),
  username: z.string().optional(),
  children: edgeSchema.optional(),
})
const childSchema = z.looseObject({ id: graphIdSchema })

/**
 * Makes a tracker without media.
 *
 * @param graph - Instagram
 * @param nodes - of the account
 * @param accountId - the account
 */
export function createMediaTracker(graph: GraphClient, nodes: Nodes, accountId: string): MediaTracker {
  const known = new Map<string, MediaPlace>()
  let username: string | undefined
  const asked = new Map<string, { readonly at: number; readonly work: Promise<void> }>()

  function note(items: readonly unknown[]): void {
    for (const item of items) {
      const media = placeSchema.safeParse(item).data
      username ??= media?.username
      if (media?.permalink === undefined) continue
      const parts = (media.children?.data ?? []).flatMap((child) => childSchema.safeParse(child).data?.id ?? [])
      for (const id of [media.id, ...parts]) known.set(id, { mediaId: media.id, url: media.permalink })
    }
    for (const id of known.keys()) if (known.size > mostIds) known.delete(id)
  }

  async function askList(options: NodeOptions): Promise<void> {
    const params = { fields: "id,permalink,username,children{id}", limit: pageSize }
    try {
      note((await graph.page({ operation: "media", node: accountId, edge: "media", params, ...options })).items)
    } catch (error) {
      if (!isDeskError(error)) throw error // The media object is asked for by itself.
    }
  }

  /** Many comments of one push are in one place. */
  async function once(what: string, now: Instant, work: () => Promise<void>): Promise<void> {
    const at = instantToMillis(now)
    for (const [name, entry] of asked) if (at - entry.at >= trustMillis) asked.delete(name)
    const entry = asked.get(what) ?? { at, work: work() }
    asked.set(what, entry)
    await entry.work
  }

  const unknown = (id: string): MediaPlace => ({ mediaId: id, url: profileUrl(username) ?? "https://www.instagram.com/" })

  return {
    note,
    unknown,
    async find(id, now, options) {
      const place = known.get(id)
      if (place !== undefined) return place
      await once("", now, () => askList(options))
      if (!known.has(id)) await once(id, now, async () => note([await nodes.media(id, options)]))
      return known.get(id) ?? unknown(id)
    },
  }
}
