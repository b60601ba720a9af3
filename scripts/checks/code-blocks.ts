import { readCodeBlocks, shownCode, type CodeSource } from "../code-blocks.ts"
import { isShownExample } from "../example-files.ts"
import { type Check, type Problem, type Tree, lineAt } from "../tree.ts"

const pages = /^(?:docs\/.+|README(?:\.ru)?|(?:packages|examples)\/[^/]+\/README)\.md$/

/** Languages whose blocks can run, and therefore must. */
const runnable = new Set(["ts", "typescript", "mts", "tsx", "js", "javascript", "mjs", "jsx"])

/** Whether the code of a page comes from files. */
export function isCodePage(file: string): boolean {
  return pages.test(file)
}

/** Every block of code that can run is the text of an example that does run, as the comment above it says. */
export const checkCodeBlocks: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files.filter(isCodePage)) {
    const page = tree.read(file)
    const { blocks, markers } = readCodeBlocks(page)
    const add = (offset: number, message: string): void => void problems.push({ file, line: lineAt(page, offset), message })
    for (const { offset, isUsed } of markers) if (!isUsed) add(offset, "there is no code block right below this comment")
    for (const { language, source, isIndented, code, offset } of blocks) {
      if (source === undefined) {
        if (runnable.has(language))
          add(offset, `a block of ${language} needs an example that runs: <!-- code: examples/pages/….ts#region --> above it`)
        continue
      }
      const shown = codeOf(tree, source)
      if ("fault" in shown) add(offset, shown.fault)
      else if (isIndented) add(offset, "a block that is shown from a file must not be indented")
      else if (shown.code !== code) add(offset, `differs from ${placeOf(source)}: npm run docs:code`)
    }
  }
  return problems
}

/** The code that a source stands for, or why there is none. */
export function codeOf(tree: Tree, source: CodeSource): { readonly code: string } | { readonly fault: string } {
  const { file, region } = source
  if (!tree.has(file)) return { fault: `there is no ${file}` }
  if (/\.[cm]?[jt]sx?$/.test(file) && !isShownExample(file)) return { fault: `${file} is not run by npm run examples` }
  const code = shownCode(tree.read(file), region)
  if (code === undefined) return { fault: `${file} has no region ${region ?? ""}` }
  return code === "" ? { fault: `${placeOf(source)} is empty` } : { code }
}

function placeOf({ file, region }: CodeSource): string {
  return region === undefined ? file : `${file}#${region}`
}
