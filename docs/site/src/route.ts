import { getCollection } from "astro:content"
import { defineRouteMiddleware, type StarlightRouteData } from "@astrojs/starlight/route-data"

type Entry = StarlightRouteData["sidebar"][number]

/** Russian pages that no English page stands for, in the order of the list on the left. */
const russianOnly = ["ru/office", "ru/terms"]

/** Adds the pages that are Russian alone: Starlight knows those of the first language, and translations of them. */
export const onRequest = defineRouteMiddleware(async ({ locals, url }) => {
  const { sidebar, locale } = locals.starlightRoute
  const [first] = sidebar
  if (locale !== "ru" || first?.type !== "group") return
  const pages = await getCollection("docs")
  const links = russianOnly.map((id): Entry => {
    const page = pages.find((one) => one.id === id)
    if (page === undefined) throw new TypeError(`no page ${id}`)
    const href = `/${id}/`
    return { type: "link", label: page.data.title, href, isCurrent: url.pathname === href, badge: undefined, attrs: {} }
  })
  first.entries.splice(1, 0, ...links)
})
