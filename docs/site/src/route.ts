import { existsSync } from "node:fs"
import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data"
import { getCollection } from "astro:content"
import { root } from "./repository.ts"

type Entry = StarlightRouteData["sidebar"][number]

/** Russian pages that no English page stands for, in the order of the list on the left. */
const russianOnly = ["ru/office", "ru/terms"]

const linkOf = (label: string, href: string, isCurrent: boolean): Entry => ({
  type: "link",
  label,
  href,
  isCurrent,
  badge: undefined,
  attrs: {},
})

/**
 * Adds to the list on the left what Starlight cannot know: pages that are Russian alone, since it takes Russian pages
 * for translations, and the reference of the API, which has no language and is there when typedoc made it.
 */
export const onRequest = defineRouteMiddleware(async ({ locals, url }) => {
  const { sidebar, locale } = locals.starlightRoute
  const groups = sidebar.filter((entry) => entry.type === "group")
  if (locale === "ru") {
    const pages = await getCollection("docs")
    const links = russianOnly.map((id) => {
      const page = pages.find((one) => one.id === id)
      if (page === undefined) throw new TypeError(`no page ${id}`)
      return linkOf(page.data.title, `/${id}/`, url.pathname === `/${id}/`)
    })
    groups[0]?.entries.splice(1, 0, ...links)
  }
  const reference = groups.find(({ entries }) =>
    entries.some((entry) => entry.type === "link" && entry.href.endsWith("/reference/errors/")),
  )
  if (existsSync(new URL("docs/api/index.html", root))) reference?.entries.push(linkOf("API", "/api/", false))
})
