import { fileURLToPath } from "node:url"
import type { APIRoute } from "astro"
import { llmsText } from "../../../../scripts/llms.ts"
import { sitePages } from "../../../../scripts/site/pages.ts"
import { readTree } from "../../../../scripts/tree.ts"
import { root } from "../repository.ts"

/** The list of pages for language models, with the addresses of the site. */
export const GET: APIRoute = () => {
  const tree = readTree(fileURLToPath(root))
  const ids = new Map(sitePages(tree).map(({ file, id }) => [file, id]))
  return new Response(llmsText(tree).replaceAll(/\]\((docs\/[^)]+)\)/g, (_, file: string) => `](/${ids.get(file) ?? ""}/)`))
}
