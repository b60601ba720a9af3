import { basename } from "node:path/posix"
import { satteri } from "@astrojs/markdown-satteri"
import type { SiteLinks, SitePage } from "../../scripts/site/pages.ts"

/**
 * Where a page would lie if its text were written for the site: Starlight takes the language of a page from there.
 *
 * @param id - of the page
 */
export function placeOf(id: string): string {
  return `src/content/docs/${id === "ru" ? "ru/index" : id}.md`
}

/**
 * The processor of markdown: links between files become links between pages.
 *
 * @param pages - of the site
 * @param links - what a link becomes
 */
export function markdownOf(pages: readonly SitePage[], links: SiteLinks): ReturnType<typeof satteri> {
  const byPlace = new Map(pages.map((page) => [placeOf(page.id), page]))
  const pageAt = (file: URL | undefined): SitePage | undefined => {
    const path = file?.pathname ?? ""
    return byPlace.get(path.slice(path.indexOf("src/content/docs/")))
  }
  return satteri({
    features: { smartPunctuation: false },
    hastPlugins: [
      ({ fileURL }) => {
        const page = pageAt(fileURL)
        if (page === undefined) return
        return {
          name: "links",
          element: [
            {
              filter: ["a"],
              visit(node, context) {
                const target = node.properties?.["href"]
                if (typeof target === "string") context.setProperty(node, "href", links.linkOf(page, target))
              },
            },
            {
              // After Astro looked for pictures to make smaller: these are served as they are.
              filter: ["img"],
              visit(node, context) {
                const source = node.properties?.["src"]
                if (typeof source === "string") context.setProperty(node, "src", links.pictureOf(page, source))
              },
            },
            {
              // A wide table is scrolled by itself, also by the keyboard.
              filter: ["table"],
              visit: (node) => ({
                type: "element",
                tagName: "div",
                properties: { className: ["wide"], tabIndex: 0, role: "region", ariaLabel: `${basename(page.id)}: table` },
                children: [node],
              }),
            },
          ],
        }
      },
    ],
  })
}
