/** A field that is asked for, as `comments.limit(5){id,text}`. */
export interface GraphField {
  readonly name: string
  /** What follows dots, as `limit(5)`. */
  readonly args: Readonly<Record<string, string>>
  /** What is asked of it; absent: what the network gives by itself. */
  readonly fields?: readonly GraphField[]
}

/**
 * Reads the field expansion of Meta's Graph API.
 *
 * @param text - as `id,media.limit(5).after(x){id,caption}`
 * @returns undefined where it is written wrongly
 */
export function parseFields(text: string): readonly GraphField[] | undefined {
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }

  function list(): readonly GraphField[] | undefined {
    const fields: GraphField[] = []
    do {
      const field = one()
      if (field === undefined) return undefined
      fields.push(field)
    } while (take(/,/y) !== undefined)
    return fields
  }

  function one(): GraphField | undefined {
    const name = take(/[a-z_][a-z0-9_]*/y)
    if (name === undefined) return undefined
    const args: Record<string, string> = {}
    while (take(/\./y) !== undefined) {
      const arg = take(/[a-z_]+(?=\()/y)
      const value = take(/\([^(){},]*\)/y)
      if (arg === undefined || value === undefined) return undefined
      args[arg] = value.slice(1, -1)
    }
    if (take(/\{/y) === undefined) return { name, args }
    const fields = list()
    return fields === undefined || take(/\}/y) === undefined ? undefined : { name, args, fields }
  }

  const fields = list()
  return at === text.length ? fields : undefined
}
