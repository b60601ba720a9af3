import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { APIRoute, GetStaticPaths } from "astro"
import { root } from "../../repository.ts"
import { readTree } from "../../../../../scripts/tree.ts"

/** The pictures of the pages, as they are. */
export const getStaticPaths: GetStaticPaths = () =>
  readTree(fileURLToPath(root))
    .files.filter((file) => /^docs\/(?!site\/).+\.(?:svg|png|jpg|webp)$/.test(file))
    .map((path) => ({ params: { path } }))

export const GET: APIRoute = ({ params }) => new Response(readFileSync(new URL(params["path"] ?? "", root)))
