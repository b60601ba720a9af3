import { readFileSync } from "node:fs"
import type { APIRoute } from "astro"
import { root } from "../repository.ts"

/** The licence of the dictionary goes with every copy of the table of word forms. */
export const GET: APIRoute = () =>
  new Response(readFileSync(new URL("packages/locale-ru/LICENSE.dictionary-ru", root), "utf8"), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  })
