/**
 * X renamed its fields with version 2.167 of its contract (August 2026); its prose and its events keep the older names.
 */
export type XSpelling = "post" | "tweet"

/** What is asked for with every post: without it X gives the id, the text and the history of edits. */
const asked: Readonly<Record<XSpelling, Readonly<Record<string, string>>>> = {
  post: {
    "post.fields": "attachments,conversation_id,created_at,entities,geo,note_post,public_metrics,text",
    expansions: "attachments.media_keys,author_id,geo.place_id,referenced_posts",
  },
  // Here the author's id is a field: nobody's profile comes along, or is paid for.
  tweet: {
    "tweet.fields": "attachments,author_id,conversation_id,created_at,entities,geo,note_tweet,public_metrics,referenced_tweets,text",
    expansions: "attachments.media_keys,geo.place_id,referenced_tweets.id",
  },
}

/** The parameters that say what a post is to hold. */
export function postFields(spelling: XSpelling): Readonly<Record<string, string>> {
  return { ...asked[spelling], "media.fields": "media_key,preview_image_url,type,url,variants", "place.fields": "full_name,id" }
}
