import { dirname, join } from "node:path/posix"
import { type Check, type Problem, type Tree, lineAt } from "../tree.ts"

/** The page of the promises, whose last column names the tests. */
const guarantees = "docs/guarantees.md"
/** The page of questions, each answered by the files that it links. */
const whereToLook = "docs/where-to-look.md"

/** How many files may answer a question; other questions have at most seven. */
const most: Readonly<Record<string, number>> = {
  "How is a due time computed?": 7,
  "When is a reply sent twice?": 5,
  "Which SQL does a lease run?": 2,
}

/** Every promise names a test that is there, and every question is answered by few files. */
export const checkNamedFiles: Check = (tree) => [...promises(tree), ...questions(tree)]

function promises(tree: Tree): readonly Problem[] {
  if (!tree.has(guarantees)) return [{ file: guarantees, message: "the page is missing" }]
  const text = tree.read(guarantees)
  const rows = [...text.matchAll(/^\| \*\*.*$/gm)]
  if (rows.length === 0) return [{ file: guarantees, message: "it promises nothing" }]
  return rows.flatMap((row): readonly Problem[] => {
    const at = { file: guarantees, line: lineAt(text, row.index) }
    const cell = row[0].split("|").at(-2) ?? ""
    const named = [...cell.matchAll(/\[[^\]]+\]\(([^)#]+)\)((?:,? “[^”]+”)+)/g)]
    if (named.length === 0) return [{ ...at, message: "a promise names the file and the test that keep it: [file](…) “name”" }]
    return named.flatMap(([, path = "", names = ""]) => {
      const file = join(dirname(guarantees), path)
      // That the file is there is what the check of links says.
      const source = tree.has(file) ? tree.read(file) : ""
      const missing = [...names.matchAll(/“([^”]+)”/g)].map(([, name = ""]) => name).filter((name) => !isCalled(source, name))
      return missing.map((name) => ({ ...at, message: `${file} has no test “${name}”` }))
    })
  })
}

/** Whether a source has a text between quotation marks of any kind. */
function isCalled(source: string, name: string): boolean {
  return ['"', "'", "`"].some((quote) => source.includes(`${quote}${name}${quote}`))
}

function questions(tree: Tree): readonly Problem[] {
  if (!tree.has(whereToLook)) return [{ file: whereToLook, message: "the page is missing" }]
  const text = tree.read(whereToLook)
  const sections = text.split(/^## /m).slice(1)
  const titles = sections.map((section) => section.slice(0, section.indexOf("\n")).trim())
  const absent = Object.keys(most).filter((title) => !titles.includes(title))
  return [
    ...absent.map((title) => ({ file: whereToLook, message: `“${title}” is not answered` })),
    ...sections.flatMap((section, index): readonly Problem[] => {
      const title = titles[index] ?? ""
      const line = lineAt(text, text.indexOf(`## ${title}`))
      const files = new Set([...section.matchAll(/\]\(([^)#]+\.ts)\)/g)].map(([, path = ""]) => path))
      const limit = most[title] ?? 7
      if (files.size === 0) return [{ file: whereToLook, line, message: "a question is answered by links to files" }]
      return files.size <= limit ? [] : [{ file: whereToLook, line, message: `${files.size} files answer it, and ${limit} are the most` }]
    }),
  ]
}
