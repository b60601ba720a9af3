import { dirname, join, relative } from "node:path/posix"
import { anchorsOf, headingsOf, plainTitle } from "../markdown.ts"
import { addressOf, fileAt } from "../repository.ts"
import type { Tree } from "../tree.ts"

/** A page of the site: one markdown file of the repository. */
export interface SitePage {
  /** Its path in the repository. */
  readonly file: string
  /** Its address without slashes at the ends: `rules`, `ru/terms`; `index` and `ru` are the front pages. */
  readonly id: string
  readonly language: "en" | "ru"
  /** Its first heading, without marks. */
  readonly title: string
  /** Its first sentence, as search engines and lists show it; empty when a list or a table comes first. */
  readonly lead: string
  /** Its text below the first heading. */
  readonly body: string
}

const patterns = [
  /^README(?:\.ru)?\.md$/,
  /^docs\/(?!site\/)(?:[^/]+\/)*[^/]+\.md$/,
  /^packages\/(?!e2e\/)[^/]+\/README\.md$/,
  /^examples\/[^/]+\/README\.md$/,
]

/**
 * The pages of the site, by path. No page is written twice: the site shows the files that are there.
 *
 * @param tree - the repository
 * @throws TypeError for a page without a heading, and for two pages of one address
 */
export function sitePages(tree: Tree): readonly SitePage[] {
  const pages = tree.files.filter((file) => patterns.some((pattern) => pattern.test(file))).map((file) => pageOf(file, tree.read(file)))
  const files = new Map<string, string>()
  for (const { file, id } of pages) {
    const other = files.get(id)
    if (other !== undefined) throw new TypeError(`duplicate address ${id}: ${other} and ${file}`)
    files.set(id, file)
  }
  return pages
}

function pageOf(file: string, text: string): SitePage {
  const title = headingsOf(text).find(({ level }) => level === 1)?.title
  if (title === undefined) throw new TypeError(`${file} has no first heading`)
  const body = text.replace(/^# .*\n+/m, "")
  const id = idOf(file)
  return { file, id, language: isRussian(id) ? "ru" : "en", title: plainTitle(title), lead: leadOf(body), body }
}

function idOf(file: string): string {
  if (file === "README.md") return "index"
  if (file === "README.ru.md") return "ru"
  return file.replace(/^docs\//, "").replace(/(?:\/README)?\.md$/, "")
}

const isRussian = (id: string): boolean => id === "ru" || id.startsWith("ru/")

/** The first sentence of a text that begins with one. */
function leadOf(body: string): string {
  const paragraph = body.split(/\n\s*\n/).find((part) => !/^\s*<!--/.test(part)) ?? ""
  if (/^\s*(?:[#|>!\-`]|\d+\.)/.test(paragraph)) return ""
  const text = plainTitle(paragraph).replaceAll(/\s+/g, " ").trim()
  return /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text
}

/**
 * The path of a page on the site.
 *
 * @param id - of the page
 */
function routeOf(id: string): string {
  return id === "index" ? "/" : `/${id}/`
}

/** What a link of a page becomes on the site. */
export interface SiteLinks {
  /**
   * @param from - the page that has the link
   * @param target - as the page writes it
   * @returns a path relative to the page, so that a reader stays in the language of the site; an address of the
   *   repository for what is no page; the target itself when it leads elsewhere
   * @throws TypeError for a link that leads nowhere
   */
  readonly linkOf: (from: SitePage, target: string) => string
  /**
   * @param from - the page that shows a picture
   * @param target - as the page writes it
   * @returns the path of the picture on the site
   * @throws TypeError when there is no such picture
   */
  readonly pictureOf: (from: SitePage, target: string) => string
}

/** Where the site serves a file of the repository. */
const filesFolder = "files"

/**
 * Rewrites links between files into links between pages.
 *
 * @param tree - the repository
 * @param pages - of the site
 */
export function siteLinks(tree: Tree, pages: readonly SitePage[]): SiteLinks {
  const byFile = new Map(pages.map((page) => [page.file, page]))
  const ids = new Set(pages.map(({ id }) => id))
  const folders = new Set(tree.files.flatMap(foldersOf))
  const fileOf = (from: SitePage, path: string): string =>
    fileAt(path) ?? join(dirname(from.file), decodeURIComponent(path)).replace(/\/$/, "")
  return {
    linkOf(from, target) {
      const [path = "", anchor] = target.split("#", 2)
      if (path === "") return target
      if (/^[a-z][a-z+.-]*:/i.test(path) && fileAt(path) === undefined) return target
      const file = fileOf(from, path)
      const page = byFile.get(file) ?? byFile.get(`${file}/README.md`)
      const tail = anchor === undefined ? "" : `#${anchor}`
      if (page === undefined) {
        if (!tree.has(file) && !folders.has(file)) throw new TypeError(`${from.file} has a dead link: ${target}`)
        return addressOf(file, tree.has(file) ? "blob" : "tree") + tail
      }
      if (anchor !== undefined && !anchorsOf(tree.read(page.file)).has(decodeURIComponent(anchor)))
        throw new TypeError(`${from.file} has a dead link: ${page.file} has no heading #${decodeURIComponent(anchor)}`)
      // A page in English may be read below `ru/`, where the other one is another text without that heading.
      const isAnother = tail !== "" && from.language === "en" && page.language === "en" && ids.has(`ru/${page.id}`)
      return (isAnother ? routeOf(page.id) : pathBetween(from, page, ids)) + tail
    },
    pictureOf(from, target) {
      if (/^data:/i.test(target)) return target
      const file = fileOf(from, target)
      if (!tree.has(file)) throw new TypeError(`${from.file} shows a picture that is not there: ${target}`)
      return `/${filesFolder}/${file}`
    },
  }
}

function foldersOf(file: string): readonly string[] {
  const parts = file.split("/")
  return parts.map((_, index) => parts.slice(0, index).join("/")).filter((folder) => folder !== "")
}

/**
 * English pages that have no Russian one of their own are also served below `ru/`: a reader of the Russian site stays
 * there.
 */
function pathBetween(from: SitePage, to: SitePage, ids: ReadonlySet<string>): string {
  const staysRussian = from.language === "ru" && to.language === "en" && to.id !== "index" && !ids.has(`ru/${to.id}`)
  const path = relative(routeOf(from.id), staysRussian ? `/ru${routeOf(to.id)}` : routeOf(to.id))
  return path === "" ? "./" : `${path}/`
}
