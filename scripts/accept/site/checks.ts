import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"
import { russian } from "@otklik/locale-ru"
import { build as bundle } from "esbuild"
import { toHash } from "../../../docs/site/src/playground/share.ts"
import { tryQuery, type Attempt } from "../../../docs/site/src/playground/trial.ts"
import { rules } from "../../../examples/zabaykalye/src/rules/index.ts"
import { llmsFile } from "../../llms.ts"
import { root } from "../../root.ts"
import { serveFolder } from "../../site/serve.ts"
import { sitePages } from "../../site/pages.ts"
import { readTree } from "../../tree.ts"
import { withPage, type OpenPage } from "../browser.ts"
import { inFolder, must, type Check } from "../check.ts"
import { build, builtPages, checkSources, deadLinks, dist, named, needsBuild, samplePages } from "./built.ts"

/** Opens a page of a folder that is served. */
async function onPage<Value>(folder: string, path: string, act: (page: OpenPage, origin: string) => Promise<Value>): Promise<Value> {
  const served = await serveFolder(folder)
  try {
    return await withPage(served.origin + path, (page) => act(page, served.origin))
  } finally {
    await served.close()
  }
}

async function builds(): Promise<string> {
  const how = await build()
  const pages = builtPages()
  const missing = sitePages(readTree(root)).filter(({ id }) => !pages.has(id === "index" ? "/" : `/${id}/`))
  must(missing.length === 0, `not built: ${missing.map(({ file }) => file).join(", ")}`)
  return `${pages.size} pages ${how}`
}

async function hasNoDeadLink(): Promise<string> {
  await needsBuild()
  const pages = builtPages()
  const dead = [...pages.keys()].flatMap((path) => deadLinks(path, pages).map((target) => `${path}: ${target}`))
  must(dead.length === 0, dead.slice(0, 40).join("\n"))
  return `every link of ${pages.size} pages`
}

async function asksNobody(): Promise<string> {
  await needsBuild()
  const pages = builtPages()
  const outside = [...pages].flatMap(([path, html]) => {
    const loaded = [...named(html, "src"), ...[...html.matchAll(/<link\b[^>]*>/g)].flatMap(([tag]) => named(tag, "href"))]
    return loaded.filter((target) => /^(?:https?:)?\/\//.test(target)).map((target) => `${path}: ${target}`)
  })
  must(outside.length === 0, outside.join("\n"))
  const samples = samplePages(pages)
  for (const path of samples) {
    await onPage(dist, path, async (page, origin) => {
      for (const width of [1280, 390]) {
        for (const scheme of ["light", "dark"] as const) {
          await page.show(width, scheme)
          const over = await page.read("document.documentElement.scrollWidth - document.documentElement.clientWidth")
          must(over === 0, `${path}, ${width} px: ${String(over)} px too wide`)
        }
      }
      const foreign = page.requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"))
      must(foreign.length === 0, `${path} asked for ${foreign.join(" ")}`)
      must(page.complaints.length === 0, `${path}: ${page.complaints.join("; ")}`)
    })
  }
  return `${samples.length} kinds of pages at 1280 and 390 px, light and dark, ask the site alone and fit`
}

async function finds(): Promise<string> {
  await needsBuild()
  const questions = { "/": ["working time", "erasure"], "/ru/": ["обращение", "сроков", "сетями"] }
  for (const [path, words] of Object.entries(questions)) {
    await onPage(dist, path, async (page) => {
      await page.show(1280, "light")
      for (const word of words) {
        const found = await page.read(
          `import("/pagefind/pagefind.js").then(async (search) => (await search.search(${JSON.stringify(word)})).results.length)`,
        )
        must(typeof found === "number" && found > 0, `${path}: nothing is found for ${word}: ${String(found)}`)
      }
    })
  }
  return "words in both languages, in other forms than the pages have"
}

const attempts: readonly Attempt[] = rules.map(({ query, examples }) => ({ query, texts: [...examples.match, ...examples.skip] }))

/** The most that rules may cost a page, compressed by brotli, without the table of word forms. */
const rulesLimit = 90_000

async function playsAsNode(): Promise<string> {
  return inFolder(async (folder) => {
    const { outputFiles } = await bundle({
      entryPoints: [join(root, "scripts/accept/site/in-page.ts")],
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      outdir: folder,
      write: true,
      metafile: true,
      platform: "browser",
      conditions: ["@otklik/source"],
      logLevel: "silent",
    }).then(({ metafile }) => ({ outputFiles: Object.entries(metafile.outputs) }))
    const first = outputFiles.filter(([, { inputs }]) => !Object.keys(inputs).some((file) => file.endsWith("forms/packed.ts")))
    const size = first.reduce((sum, [file]) => sum + brotliCompressSync(readFileSync(file)).length, 0)
    must(first.length < outputFiles.length, "the table of word forms is not apart")
    must(size <= rulesLimit, `rules cost ${size} bytes, at most ${rulesLimit}`)
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>rules</title>")
    writeFileSync(join(folder, "rules.json"), JSON.stringify(attempts))
    const there = await onPage(folder, "/", async (page) => {
      await page.show(1280, "light")
      return page.read(`import("/in-page.js").then((program) => program.tried())`)
    })
    const locale = russian()
    const here = attempts.map((attempt) => tryQuery(attempt, locale))
    const told = JSON.parse(String(there)) as typeof here
    here.forEach((trial, index) => {
      must(JSON.stringify(told[index]) === JSON.stringify(trial), `${rules[index]?.id ?? ""} does something else in Chromium than in Node`)
    })
    const texts = here.flatMap((trial) => trial.texts)
    must(texts.length > 400 && texts.some(({ holds }) => holds) && texts.some(({ holds }) => !holds), "the examples try nothing")
    return `${here.length} rules with ${texts.length} examples do in Chromium what they do in Node; ${Math.round(size / 1000)} kB without the table`
  })
}

async function shares(): Promise<string> {
  await needsBuild()
  const attempt = { query: "батарея & (холодный | ледяной)", texts: ["Батареи ледяные", "Ледяной дождь", "Холодных батарей нет"] }
  const wanted = tryQuery(attempt, russian()).texts.filter(({ holds }) => holds).length
  const hash = await toHash({ ...attempt, forms: true })
  const ready = `new Promise((resolve) => {
    const look = () => document.querySelector("otklik-rules")?.dataset.forms === "on" ? resolve() : setTimeout(look, 50)
    look()
  })`
  return onPage(dist, `/ru/playground/#${hash}`, async (page) => {
    await page.show(390, "dark")
    await page.read(ready)
    const count = String(await page.read(`document.querySelector("[data-part=count]").textContent`))
    must(wanted === 2 && count === `найдено ${wanted} из 3`, `a shared link shows: ${count}`)
    const marks = await page.read(`[...document.querySelectorAll("[data-part=texts] mark")].map((mark) => mark.textContent).join(" ")`)
    must(marks === "Батареи ледяные Холодных батарей", `marked are: ${String(marks)}`)
    must(
      page.requests.every((url) => !url.includes(hash.slice(0, 20)) || url.includes("#")),
      "what is shared was sent",
    )
    return "a link shows in Chromium what it holds, with the words that matched"
  })
}

async function isListed(): Promise<string> {
  await needsBuild()
  const listed = readFileSync(join(root, llmsFile), "utf8")
  const guides = sitePages(readTree(root)).filter(({ file }) => /^docs\/(?!decisions\/)/.test(file))
  const missing = guides.filter(({ file }) => !listed.includes(`](${file})`))
  must(missing.length === 0, `${llmsFile} lacks ${missing.map(({ file }) => file).join(", ")}`)
  const served = readFileSync(join(dist, "llms.txt"), "utf8")
  const pages = builtPages()
  const links = [...served.matchAll(/\]\((\/[^)]*)\)/g)].map((match) => match[1] ?? "")
  const dead = links.filter((path) => !pages.has(path))
  must(links.length >= guides.length && dead.length === 0, `llms.txt of the site: ${links.length} links, dead: ${dead.join(", ")}`)
  return `${guides.length} pages`
}

/** The documentation as a site: built without network, read in a real browser. */
export const checks: readonly Check[] = [
  { name: "builds without network", run: builds },
  { name: "has no dead link", run: hasNoDeadLink },
  { name: "asks nobody else, and fits", run: asksNobody },
  { name: "is searched in both languages", run: finds },
  { name: "the playground does what Node does", run: playsAsNode },
  { name: "a shared link shows what it holds", run: shares },
  { name: "llms.txt is complete", run: isListed },
  { name: "types and lint hold", run: checkSources },
]
