import { latest, shownText, type XPost, type XState } from "./state.ts"

type Test = (post: XPost, state: XState) => boolean

/**
 * Reads a query: words, phrases, `#`, `@`, `from:`, `conversation_id:`, `is:`, `lang:`, joined by spaces (and), `OR`,
 * `-` and brackets.
 *
 * @returns undefined for a query that X would not take
 */
export function parseQuery(query: string): Test | undefined {
  const signs = query.match(/-?"[^"]*"|[()]|[^\s()]+/g) ?? []
  let at = 0

  function either(): Test | undefined {
    const parts = [every()]
    while (signs[at] === "OR") {
      at += 1
      parts.push(every())
    }
    const known = parts.filter((part) => part !== undefined)
    return known.length < parts.length ? undefined : (post, state) => known.some((test) => test(post, state))
  }

  function every(): Test | undefined {
    const parts: (Test | undefined)[] = []
    for (let sign = signs[at]; sign !== undefined && sign !== ")" && sign !== "OR"; sign = signs[at]) {
      at += 1
      if (sign !== "(") {
        parts.push(termOf(sign))
        continue
      }
      parts.push(either())
      if (signs[at] !== ")") return undefined
      at += 1
    }
    const known = parts.filter((part) => part !== undefined)
    if (parts.length === 0 || known.length < parts.length) return undefined
    return (post, state) => known.every((test) => test(post, state))
  }

  const test = either()
  return at === signs.length ? test : undefined
}

function termOf(sign: string): Test | undefined {
  if (sign.startsWith("-")) {
    const term = termOf(sign.slice(1))
    return term === undefined ? undefined : (post, state) => !term(post, state)
  }
  const [, name, value] = /^([a-z_]+):(.+)$/.exec(sign) ?? []
  if (name === undefined || value === undefined) {
    const words = sign.replaceAll('"', "").toLowerCase()
    return words === "" ? undefined : (post) => contains(shownText(post, latest(post)).toLowerCase(), words)
  }
  switch (name) {
    case "conversation_id":
      return (post) => rootOf(post).versions.some(({ id }) => id === value)
    case "from":
      return ({ authorId }, { users }) => authorId === value || users.get(authorId)?.username.toLowerCase() === value.toLowerCase()
    case "lang":
      return () => true
    case "is":
      return {
        retweet: () => false,
        reply: ({ replyTo }: XPost) => replyTo !== undefined,
        quote: ({ quoted }: XPost) => quoted !== undefined,
      }[value]
    default:
      return undefined
  }
}

/** Words are found as words: X does not look inside of them. */
function contains(text: string, words: string): boolean {
  for (let index = text.indexOf(words); index >= 0; index = text.indexOf(words, index + 1)) {
    const around = `${text.slice(0, index).at(-1) ?? " "}${text[index + words.length] ?? " "}`
    if (!/[\p{L}\p{N}_]/u.test(around)) return true
  }
  return false
}

/** The post at the root of a conversation. */
export function rootOf(post: XPost): XPost {
  return post.replyTo === undefined ? post : rootOf(post.replyTo)
}
