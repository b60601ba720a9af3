import { parseFields as parseGraphFields, type GraphField } from "../meta/fields.ts"
import { isRefusal, refuse, type FacebookRefusal } from "./responses.ts"

/** A field that a call asks for, as `parent{id}` or `comments.limit(0).summary(true)`. */
export interface AskedField {
  readonly name: string
  readonly modifiers: Readonly<Record<string, string>>
  readonly inner: readonly AskedField[]
}

/**
 * Reads the field expansion of the Graph API.
 *
 * @param text - as it was sent
 */
export function parseFields(text: string): readonly AskedField[] | FacebookRefusal {
  const fields = parseGraphFields(text)
  return fields === undefined ? refuse(2500, `Syntax error in the fields : ${text}`) : fields.map(askedOf)
}

const askedOf = ({ name, args, fields = [] }: GraphField): AskedField => ({ name, modifiers: args, inner: fields.map(askedOf) })

const shared = ["id", "message", "created_time", "from", "permalink_url", "is_hidden", "message_tags", "can_reply_privately"] as const

/** Fields and edges by type of node, as the specification of v25.0 names them; those that are rendered here. */
const known: Readonly<Record<string, readonly string[]>> = {
  PagePost: [...shared, "updated_time", "parent_id", "place", "story", "status_type", "is_published", "attachments", "comments"],
  Comment: [
    ...shared,
    "parent",
    "attachment",
    "can_comment",
    "can_hide",
    "can_remove",
    "comment_count",
    "like_count",
    "is_private",
    "comments",
  ],
  Page: ["id", "name", "link"],
}

/**
 * What of a node a call sees: what it asked for, and always the id.
 *
 * @param type - of the node, as the specification calls it
 * @param node - everything that could be seen; functions are edges
 * @param asked - the fields
 */
export function pickFields(
  type: string,
  node: Readonly<Record<string, unknown>>,
  asked: readonly AskedField[],
): Record<string, unknown> | FacebookRefusal {
  const picked: Record<string, unknown> = {}
  for (const field of asked) {
    if (known[type]?.includes(field.name) !== true)
      return refuse(100, `(#100) Tried accessing nonexisting field (${field.name}) on node type (${type})`)
    const value = node[field.name]
    const shown: unknown = typeof value === "function" ? (value as (field: AskedField) => unknown)(field) : narrow(value, field.inner)
    if (isRefusal(shown)) return shown
    if (shown !== undefined) picked[field.name] = shown
  }
  return { ...picked, id: node["id"] }
}

/** The parts of an object that were asked for; all of them when none was named. */
function narrow(value: unknown, inner: readonly AskedField[]): unknown {
  if (inner.length === 0 || typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => narrow(item, inner))
  if ("data" in value) return { ...value, data: narrow(value.data, inner) }
  return Object.fromEntries(
    inner.flatMap(({ name, inner: deeper }) => {
      const field: unknown = Reflect.get(value, name)
      return field === undefined ? [] : [[name, narrow(field, deeper)] as const]
    }),
  )
}
