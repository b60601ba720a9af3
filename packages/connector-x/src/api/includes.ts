import type * as z from "zod"
import { mediaSchema, placeSchema, postSchema, type XPost } from "./schemas.ts"

/** What comes with posts and is referred to by them. */
export interface Includes {
  readonly media: ReadonlyMap<string, z.output<typeof mediaSchema>>
  readonly places: ReadonlyMap<string, z.output<typeof placeSchema>>
  /** Posts, by the id of each version that is known. */
  readonly posts: ReadonlyMap<string, XPost>
}

/** Where nothing comes with them. */
const noIncludes: Includes = { media: new Map(), places: new Map(), posts: new Map() }

/**
 * Reads what comes with posts; what is broken is left out. Events wrap their things in `data`.
 *
 * @param value - `includes`
 */
export function readIncludes(value: unknown): Includes {
  if (typeof value !== "object" || value === null) return noIncludes
  const media = listOf(value, "media", mediaSchema).map((item) => [item.media_key, item] as const)
  const places = listOf(value, "places", placeSchema).map((place) => [place.id, place] as const)
  const posts = [...listOf(value, "posts", postSchema), ...listOf(value, "tweets", postSchema)]
  const versions = posts.flatMap((post) => [post.id, ...post.history].map((id) => [id, post] as const))
  return { media: new Map(media), places: new Map(places), posts: new Map(versions) }
}

function listOf<Schema extends z.ZodType>(value: object, name: string, schema: Schema): z.output<Schema>[] {
  const list: unknown = Reflect.get(value, name)
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    const wrapped: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "data") : undefined
    const read = schema.safeParse(wrapped ?? item)
    return read.success ? [read.data] : []
  })
}
