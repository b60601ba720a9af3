import { fileURLToPath } from "node:url"
import { docsSchema } from "@astrojs/starlight/schema"
import { defineCollection } from "astro:content"
import { addressOf } from "../../../scripts/repository.ts"
import { sitePages } from "../../../scripts/site/pages.ts"
import { readTree } from "../../../scripts/tree.ts"
import { placeOf } from "../markdown.ts"
import { frontOf } from "./front.ts"
import { root } from "./repository.ts"

const docs = defineCollection({
  schema: docsSchema(),
  loader: {
    name: "pages of the repository",
    async load({ store, config, parseData, renderMarkdown, generateDigest }) {
      store.clear()
      for (const { file, id, title, lead, body } of sitePages(readTree(fileURLToPath(root)))) {
        const filePath = placeOf(id)
        const rendered = await renderMarkdown(body, { fileURL: new URL(filePath, config.root) })
        const description = lead === "" ? {} : { description: lead }
        const sidebar = { label: title.replace(/:.*/, "") }
        const data = await parseData({ id, data: { title, ...description, sidebar, editUrl: addressOf(file), ...frontOf(id) } })
        store.set({ id, data, body, filePath, digest: generateDigest(body), rendered })
      }
    },
  },
})

export const collections = { docs }
