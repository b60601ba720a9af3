import { foreignKey, notPossible } from "@otklik/connector-kit"
import { DeskError } from "@otklik/core"
import type { FindRepliesOptions } from "@otklik/core/connector"
import { readKey } from "../api/keys.ts"
import type { Mentioned, Nodes, NodeOptions } from "../api/nodes.ts"
import { commentSchema, mediaSchema, type InstagramComment } from "../api/schemas.ts"
import { authorOf, owns, standsAtHome, type Self } from "../api/self.ts"
import { profileUrl } from "../sources/sight.ts"

/** Where a reply goes. */
export interface ReplyRoute {
  readonly mediaId: string
  /** The link that the receipt shows: that of the media object. */
  readonly url: string
  /** It is under something of another party that mentions the account. */
  readonly isMention: boolean
  /** The comment whose mention is answered. */
  readonly commentId?: string | undefined
  /** The comment at the root of the thread: there are two levels. */
  readonly rootId?: string | undefined
  /** The name to begin with: of whoever wrote a reply that is answered. It is read for this and kept nowhere. */
  readonly username?: string | undefined
}

const byHand = "follow the link and answer by hand"

/**
 * Finds out where a reply goes.
 *
 * @throws (from the function) DeskError `config` for a foreign key; `capability` for what Instagram lets nobody answer;
 * `refused` for what is hidden, closed or gone
 */
export function createRouter({
  nodes,
  self,
  canMention,
}: {
  readonly nodes: Nodes
  readonly self: Self
  readonly canMention: boolean
}): (reply: FindRepliesOptions) => Promise<ReplyRoute> {
  async function toComment(mediaId: string, commentId: string, call: NodeOptions): Promise<ReplyRoute> {
    const own = commentSchema.safeParse(await nodes.comment(commentId, call)).data
    if (own?.media !== undefined && standsAtHome(self, own)) {
      const { media } = own
      if (own.hidden) throw refused("the comment is hidden, and hidden comments take no replies")
      if (media.is_comment_enabled === false) throw refused("comments are switched off for the media")
      if (media.media_product_type === "LIVE") throw notPossible("instagram", "comments on live videos take no replies")
      const name = own.parent_id === undefined || authorOf(own, self) === self.accountId ? undefined : nameIn(own)
      return {
        mediaId: media.id,
        url: linkOf(media.permalink, undefined),
        isMention: false,
        rootId: own.parent_id ?? own.id,
        username: name,
      }
    }
    const found = canMention ? await nodes.mentionedComment(commentId, call) : undefined
    const comment = commentSchema.safeParse(found?.value).data
    if (found === undefined || comment === undefined) throw refused("the comment is gone, or the token may not see it")
    // It would land under the first comment of the thread, where nobody could read it back.
    if (comment.parent_id !== undefined)
      throw notPossible("instagram", `a mention inside another account's thread cannot be read back; ${byHand}`)
    return { mediaId, url: linkOf(comment.media?.permalink, found), isMention: true, commentId }
  }

  async function toMedia(mediaId: string, call: NodeOptions): Promise<ReplyRoute> {
    const media = mediaSchema.safeParse(await nodes.media(mediaId, call)).data
    if (media !== undefined && owns(self, media.owner)) {
      if (media.is_comment_enabled === false) throw refused("comments are switched off for the media")
      return { mediaId, url: linkOf(media.permalink, undefined), isMention: false }
    }
    const found = canMention ? await nodes.mentionedMedia(mediaId, call) : undefined
    if (found === undefined)
      throw notPossible("instagram", `of others' media only those whose caption mentions the account can be answered; ${byHand}`)
    return { mediaId, url: linkOf(mediaSchema.safeParse(found.value).data?.permalink, found), isMention: true }
  }

  return async ({ messageKey, placement, dueAt, signal }) => {
    if (placement === "official-post") throw notPossible("instagram", "the connector answers under messages only")
    const address = readKey(messageKey)
    if (address === undefined) throw foreignKey("instagram", "a message of Instagram")
    const call: NodeOptions = {
      priority: "reply",
      dueAt,
      signal,
    }
    const { mediaId, commentId } = address
    return commentId === undefined ? toMedia(mediaId, call) : toComment(mediaId, commentId, call)
  }
}

const nameIn = ({ from, username }: InstagramComment): string | undefined => from?.username ?? username

function linkOf(permalink: string | undefined, mentioned: Mentioned | undefined): string {
  return permalink ?? profileUrl(mentioned?.username) ?? "https://www.instagram.com/"
}

function refused(reason: string): DeskError<"refused"> {
  return new DeskError("refused", `instagram: ${reason}`, { reason })
}
