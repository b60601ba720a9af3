import { llmsFile, llmsText } from "../llms.ts"
import type { Check } from "../tree.ts"

/** The list of pages for language models is what the pages say. */
export const checkLlms: Check = (tree) => {
  const isCurrent = tree.has(llmsFile) && tree.read(llmsFile) === llmsText(tree)
  return isCurrent ? [] : [{ file: llmsFile, message: "not what the headings of the pages say: npm run docs:llms" }]
}
