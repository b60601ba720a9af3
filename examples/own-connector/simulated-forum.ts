import { signBytes } from "@otklik/connector-kit"

/** A post of the forum. */
export interface ForumPost {
  readonly id: string
  readonly url: string
  readonly author: string
  readonly text: string
  readonly createdAt: string
  readonly editedAt?: string
}

/**
 * A forum that is not there: its journal, its answers, its signatures. Networks of one's own are tried like this,
 * without any connection.
 */
export function createSimulatedForum({ token, secret, now }: { readonly token: string; readonly secret: string; readonly now: string }) {
  const entries: { readonly seq: number; readonly type: string; readonly post: ForumPost }[] = []
  const answers = new Map<string, { readonly id: string; readonly url: string; readonly createdAt: string }>()
  let cuts = 0

  const write = (type: string, post: ForumPost) => {
    const entry = { seq: entries.length + 1, type, post }
    entries.push(entry)
    return entry
  }

  return {
    answers,
    write,
    /** The connection breaks after the next call has done its work. */
    cutNext: () => void (cuts += 1),
    push(entry: { readonly post: ForumPost }, by = secret): Request {
      const body = JSON.stringify(entry)
      const bytes = new TextEncoder().encode(body)
      const signature = signBytes({ algorithm: "sha256", secret: by, bytes, encoding: "hex" })
      return new Request("https://desk.example.org/forum", { method: "POST", body, headers: { "x-forum-signature": signature } })
    },
    fetch: (async (input, init) => {
      const request = new Request(input, init)
      const { pathname, searchParams } = new URL(request.url)
      if (request.headers.get("authorization") !== `Bearer ${token}`) return new Response(null, { status: 401 })
      const answered = await answer()
      if (cuts > 0) {
        cuts -= 1
        throw new TypeError("fetch failed", { cause: Object.assign(new Error("cut"), { code: "ECONNRESET" }) })
      }
      return answered

      async function answer(): Promise<Response> {
        if (pathname === "/api/entries") {
          const rest = entries.filter(({ seq }) => seq > Number(searchParams.get("after")))
          const limit = Number(searchParams.get("limit"))
          return Response.json({ entries: rest.slice(0, limit), more: rest.length > limit })
        }
        const post = /^\/api\/posts\/(\d+)\/answers$/.exec(pathname)?.[1]
        if (post === undefined) return new Response(null, { status: 404 })
        if (request.method === "GET") return Response.json({ answer: answers.get(searchParams.get("key") ?? "") ?? null })
        const key = request.headers.get("idempotency-key") ?? ""
        const id = String(answers.size + 1)
        const stands = answers.get(key) ?? { id, url: `https://forum.example.org/${post}#a${id}`, createdAt: now }
        answers.set(key, stands)
        return Response.json(stands)
      }
    }) satisfies typeof globalThis.fetch,
  }
}
