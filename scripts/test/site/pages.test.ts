import { describe, expect, it } from "vitest"
import { llmsFile } from "../../llms.ts"
import { root } from "../../root.ts"
import { siteLinks, sitePages } from "../../site/pages.ts"
import { readTree, treeOf } from "../../tree.ts"

const files = {
  "README.md": "# Otklik\n\nPeople complain. A desk answers.\n",
  "README.ru.md": "# Otklik\n\nЛюди жалуются.\n",
  "docs/rules.md": "# Rules as `code`\n\nRules see [words](query.md). More.\n\n## The file\n",
  "docs/query.md": "# Query\n\n| a |\n| - |\n",
  "docs/ru/networks.md": "# Сети\n\nКакие.\n",
  "docs/ru/terms.md": "# Сроки\n\nСрок идёт.\n",
  "docs/networks/README.md": "# Networks\n\nFive.\n\n## All\n",
  "docs/road.svg": "<svg/>",
  "docs/site/README.md": "# No page\n",
  "packages/core/README.md": "# @otklik/core\n\nThe core.\n",
  "packages/e2e/README.md": "# No page\n",
  "packages/core/src/index.ts": "",
}
const tree = treeOf(files)
const pages = sitePages(tree)
const links = siteLinks(tree, pages)
const page = (file: string) => pages.find((one) => one.file === file) ?? expect.fail(`no page ${file}`)

describe("the pages of the site", () => {
  it("are the markdown files of the repository, each at one address, with its heading and first sentence", () => {
    expect(pages.map(({ id }) => id)).toEqual(["index", "ru", "networks", "query", "ru/networks", "ru/terms", "rules", "packages/core"])
    expect(page("docs/rules.md")).toMatchObject({ title: "Rules as code", lead: "Rules see words.", language: "en" })
    expect(page("docs/query.md").lead).toBe("")
    expect(page("docs/ru/terms.md")).toMatchObject({ language: "ru", body: "Срок идёт.\n" })
  })

  it("are refused where two have one address, or one has no heading", () => {
    expect(() => sitePages(treeOf({ "docs/a.md": "# A\n", "docs/a/README.md": "# B\n" }))).toThrow("duplicate address a")
    expect(() => sitePages(treeOf({ "docs/a.md": "text\n" }))).toThrow("docs/a.md has no first heading")
  })

  it("of the repository are all listed for language models, but for decisions, packages and examples", () => {
    const repository = readTree(root)
    const llms = repository.read(llmsFile)
    const guides = sitePages(repository).filter(({ file }) => /^docs\/(?!decisions\/)/.test(file))
    expect(guides.length).toBeGreaterThan(30)
    expect(guides.filter(({ file }) => !llms.includes(`](${file})`)).map(({ file }) => file)).toEqual([])
  })
})

describe("a link of a page", () => {
  it.each([
    ["docs/rules.md", "query.md", "../query/"],
    ["docs/rules.md", "#the-file", "#the-file"],
    ["docs/query.md", "rules.md#the-file", "../rules/#the-file"],
    ["docs/query.md", "networks/README.md", "../networks/"],
    ["docs/query.md", "networks", "../networks/"],
    ["docs/rules.md", "../README.md", "../"],
    ["README.md", "docs/rules.md", "rules/"],
    ["README.md", "README.ru.md", "ru/"],
    ["README.ru.md", "README.md", "../"],
    ["README.ru.md", "docs/rules.md", "rules/"],
    ["docs/ru/terms.md", "../rules.md#the-file", "../rules/#the-file"],
    ["docs/rules.md", "networks/README.md#all", "/networks/#all"],
    ["docs/ru/networks.md", "../networks/README.md", "../../networks/"],
    ["docs/ru/terms.md", "networks.md", "../networks/"],
    ["packages/core/README.md", "https://github.com/otklik/otklik/blob/main/docs/rules.md", "../../rules/"],
    ["docs/rules.md", "../packages/core/src/index.ts", "https://github.com/otklik/otklik/blob/main/packages/core/src/index.ts"],
    ["docs/rules.md", "../packages/core/src", "https://github.com/otklik/otklik/tree/main/packages/core/src"],
    ["docs/rules.md", "https://example.org/a.md", "https://example.org/a.md"],
  ])("of %s to %s becomes %s", (file, target, link) => {
    expect(links.linkOf(page(file), target)).toBe(link)
  })

  it.each(["gone.md", "rules.md#gone", "../packages/gone", "https://github.com/otklik/otklik/blob/main/docs/gone.md"])(
    "to %s is dead and stops the build",
    (target) => {
      expect(() => links.linkOf(page("docs/query.md"), target)).toThrow("docs/query.md has a dead link")
    },
  )

  it("to a picture is that of the file as the site serves it, and stops the build where there is none", () => {
    expect(links.pictureOf(page("docs/rules.md"), "road.svg")).toBe("/files/docs/road.svg")
    expect(() => links.pictureOf(page("docs/rules.md"), "gone.svg")).toThrow("not there")
  })
})
