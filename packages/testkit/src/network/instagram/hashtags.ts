import { createHash } from "node:crypto"
import { gone, refuse } from "./responses.ts"
import { newestFirst, pageOf, selectFields, type InstagramCall } from "./request.ts"
import { renderMedia } from "./render.ts"

const day = 86_400_000

/** Different hashtags that an account may ask for within seven days. */
const mostHashtags = 30

/** Hashtags have one id for everybody. */
function hashtagId(name: string): string {
  return `178${String(Number.parseInt(createHash("sha256").update(name).digest("hex").slice(0, 11), 16))
    .slice(0, 14)
    .padStart(14, "0")}`
}

function asked({ state, account, now }: InstagramCall): Map<string, number> {
  const known = state.hashtags.get(account.id) ?? new Map<string, number>()
  state.hashtags.set(account.id, known)
  for (const [name, at] of known) if (at <= now - 7 * day) known.delete(name)
  return known
}

/** `GET /ig_hashtag_search` */
export function searchHashtag(call: InstagramCall): unknown {
  const { params, account, now } = call
  if (params["user_id"] !== account.id) return refuse(100, "(#100) The parameter user_id is required")
  const name = (params["q"] ?? "").toLowerCase()
  if (!/^[\p{L}\p{N}_]+$/u.test(name)) return refuse(24, "The requested resource does not exist", 2_207_024)
  const known = asked(call)
  if (!known.has(name) && known.size >= mostHashtags)
    return refuse(18, "Max number of hashtags that can be queried in a rolling 7 day period reached", 2_207_034)
  if (!known.has(name)) known.set(name, now)
  return { data: [{ id: hashtagId(name) }] }
}

/** `GET /{ig-user}/recently_searched_hashtags` */
export function recentHashtags(call: InstagramCall): unknown {
  const names = [...asked(call).keys()]
  return pageOf(
    {
      items: names,
      idOf: hashtagId,
      isShown: () => true,
      render: (name) => selectFields("ShadowIGHashtag", call.fields, { id: () => hashtagId(name), name: () => name }),
      maxLimit: 30,
      next: `${call.origin}${call.account.id}/recently_searched_hashtags?`,
    },
    call.params,
  )
}

/** `GET /{ig-hashtag}/recent_media`: of the last day, without authors; the cursor of the last page leads to itself. */
export function readRecentMedia(call: InstagramCall): unknown {
  const { state, params, account, now, nodeId, fields } = call
  if (params["user_id"] !== account.id) return refuse(100, "(#100) The parameter user_id is required")
  const name = [...asked(call).keys()].find((known) => hashtagId(known) === nodeId)
  if (name === undefined) return gone(nodeId)
  const isTagged = (text: string): boolean => [...text.toLowerCase().matchAll(/#([\p{L}\p{N}_]+)/gu)].some(([, tag]) => tag === name)
  const found = [...state.media.values()].filter(
    ({ text, date, ownerId }) => date * 1000 > now - day && isTagged(text) && state.accounts.get(ownerId)?.isPrivate === false,
  )
  return pageOf(
    {
      items: newestFirst(found),
      idOf: ({ id }) => id,
      isShown: ({ isDeleted }) => !isDeleted,
      render: (media) => renderMedia(call, media, fields, "hashtag"),
      maxLimit: 50,
      next: `${call.origin}${nodeId}/recent_media?user_id=${account.id}`,
      hasNoEnd: true,
    },
    params,
  )
}
