import { fileURLToPath } from "node:url"
import starlight from "@astrojs/starlight"
import { defineConfig } from "astro/config"
import { defaultClientConditions, defaultServerConditions } from "vite"
import { readTree } from "../../scripts/tree.ts"
import { siteLinks, sitePages } from "../../scripts/site/pages.ts"
import { repository } from "../../scripts/repository.ts"
import { markdownOf } from "./markdown.ts"
import { sidebarOf } from "./sidebar.ts"

const root = new URL("../..", import.meta.url)
const tree = readTree(fileURLToPath(root))
const pages = sitePages(tree)

// The packages are taken from their sources, as everywhere in the repository.
const source = "@otklik/source"

export default defineConfig({
  srcDir: "./src",
  trailingSlash: "always",
  markdown: { processor: markdownOf(pages, siteLinks(tree, pages)) },
  devToolbar: { enabled: false },
  vite: {
    define: { repositoryRoot: JSON.stringify(root.href) },
    // No paths of ours, and none of a folder above.
    resolve: { conditions: [source, ...defaultClientConditions], tsconfigPaths: false },
    ssr: { resolve: { conditions: [source, ...defaultServerConditions], externalConditions: [source] } },
    build: { chunkSizeWarningLimit: 1000 },
  },
  integrations: [
    starlight({
      title: "Otklik",
      logo: { src: "./src/logo.svg", alt: "" },
      favicon: "/favicon.svg",
      locales: { root: { label: "English", lang: "en" }, ru: { label: "Русский", lang: "ru" } },
      social: [{ icon: "github", label: "GitHub", href: repository }],
      customCss: ["./src/styles/site.css"],
      sidebar: sidebarOf(pages),
      routeMiddleware: "./src/route.ts",
      components: { LanguageSelect: "./src/components/LanguageSelect.astro" },
      lastUpdated: false,
      credits: false,
      disable404Route: false,
      expressiveCode: {
        defaultProps: { overridesByLang: { "sh,bash,console,text,txt": { frame: "none" } } },
        themes: ["github-light", "github-dark"],
        styleOverrides: { borderRadius: "0.5rem", codeFontSize: "0.84rem", frames: { shadowColor: "transparent" } },
        shiki: { langAlias: Object.fromEntries(["query", "field", "forms", "error", "lint", "mermaid"].map((name) => [name, "text"])) },
      },
    }),
  ],
})
