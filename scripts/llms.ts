import * as z from "zod"
import { headingsOf, plainTitle } from "./markdown.ts"
import type { Tree } from "./tree.ts"

/** The file that tells a language model which pages there are (llmstxt.org). */
export const llmsFile = "packages/core/llms.txt"

const manifestSchema = z.object({ name: z.string(), description: z.string(), private: z.boolean().default(false) })

/** Folders of pages, in the order in which they are read, and how they are called. */
const sections = [
  [/^docs\/[^/]+\.md$/, "Guides"],
  [/^docs\/modules\//, "Modules of the core"],
  [/^docs\/reference\//, "Reference"],
  [/^docs\/networks\//, "Networks"],
  [/^docs\/ru\//, "In Russian, for those who run a desk in Russia"],
  [/^docs\/decisions\/README\.md$/, "Optional"],
] as const

/**
 * The file as the headings of the pages and the manifests of the packages give it. Links lead into the tarball of the
 * core.
 */
export function llmsText(tree: Tree): string {
  // The page of decisions lists them: a line for each of them here would be read by nobody.
  const pages = tree.files.filter((file) => /^docs\/(?!site\/|decisions\/(?!README)).+\.md$/.test(file))
  const packages = tree.files
    .filter((file) => /^packages\/[^/]+\/package\.json$/.test(file))
    .map((file) => manifestSchema.parse(JSON.parse(tree.read(file))))
    .filter((manifest) => !manifest.private)
    .map(({ name, description }) => `- ${name}: ${description}`)
  const parts = sections.flatMap(([path, title]) => {
    const listed = pages.filter((file) => path.test(file)).map((file) => entryOf(tree, file, title !== "Optional"))
    return listed.length === 0 ? [] : [`## ${title}\n\n${listed.join("\n")}\n`]
  })
  const homeless = pages.filter((file) => !sections.some(([path]) => path.test(file)))
  if (homeless.length > 0) throw new TypeError(`no section of llms.txt has ${homeless.join(", ")}`)
  const supervisor = `# Otklik

> A TypeScript SDK for government help desks that find public complaints in social networks, register them as incidents, route them, answer in time, and report.

The README.md beside this file says which names \`@otklik/core\` and each of its entries have. Decisions say why things are as they are.

## Packages

${packages.join("\n")}
`
  return [supervisor, ...parts].join("\n")
}

function entryOf(tree: Tree, file: string, hasParts: boolean): string {
  const headings = headingsOf(tree.read(file))
  const title = headings.find(({ level }) => level === 1)?.title ?? file
  const parts = hasParts ? headings.filter(({ level }) => level === 2).map((heading) => plainTitle(heading.title)) : []
  return `- [${plainTitle(title)}](${file})${parts.length === 0 ? "" : `: ${parts.join("; ")}`}`
}
