import type { InstagramLogin } from "../options.ts"
import type { InstagramComment } from "./schemas.ts"

/** The account that reads. */
export interface Self {
  readonly accountId: string
  readonly login: InstagramLogin
}

/**
 * Whether something belongs to the account. Meta names the owner of media to the owner alone; by Instagram Login the id
 * may be the one that the application knows the account by, so that the owner's presence is what counts.
 *
 * @param self - the account
 * @param owner - as Instagram gives it
 */
export function owns({ accountId, login }: Self, owner: { readonly id: string } | undefined): boolean {
  return owner !== undefined && (login === "instagram" || owner.id === accountId)
}

/**
 * Who wrote a comment: the account's own id, another's id by the application (it differs between applications), else
 * the name behind a sign.
 *
 * @param comment - the comment
 * @param self - the account that reads
 */
export function authorOf({ from, user, username }: InstagramComment, { accountId }: Self): string | undefined {
  // `user` and `self_ig_scoped_id` are given of the reading account only.
  if (user !== undefined || from?.self_ig_scoped_id !== undefined) return accountId
  return from?.id ?? signed(from?.username ?? username)
}

/**
 * Whether a comment that could be read by its id is under something of the account. Others' comments can be read
 * there only, so that it is known even where Meta leaves the owner out.
 *
 * @param self - the account
 * @param comment - as it was read by its id
 */
export function standsAtHome(self: Self, comment: InstagramComment): boolean {
  const { media } = comment
  if (media === undefined) return false
  return media.owner === undefined ? authorOf(comment, self) !== self.accountId : owns(self, media.owner)
}

/** A name as the id of an author. */
export function signed(username: string | undefined): string | undefined {
  return username === undefined ? undefined : `@${username.toLowerCase()}`
}
