import { codeBlocksOf, headingsOf } from "../markdown.ts"
import type { Check, Problem } from "../tree.ts"

const english = "README.md"
const russian = "README.ru.md"

/** The two front pages say the same: the same levels of headings in the same order, and the same code. */
export const checkReadmePair: Check = (tree) => {
  const missing = [english, russian].filter((file) => !tree.has(file))
  if (missing.length > 0) return missing.map((file) => ({ file, message: "the front page is missing" }))
  const texts = { en: tree.read(english), ru: tree.read(russian) }
  const problems: Problem[] = []
  const shape = (text: string): readonly string[] => headingsOf(text).map(({ level }) => `h${level}`)
  const [en, ru] = [shape(texts.en), shape(texts.ru)]
  if (en.join(" ") !== ru.join(" "))
    problems.push({ file: russian, message: `other headings than ${english}: ${ru.join(" ")} instead of ${en.join(" ")}` })
  const [code, translated] = [codeBlocksOf(texts.en), codeBlocksOf(texts.ru)]
  if (code.length !== translated.length)
    problems.push({ file: russian, message: `${translated.length} code blocks, ${english} has ${code.length}` })
  code.forEach((block, index) => {
    if (translated[index] !== undefined && block !== translated[index])
      problems.push({ file: russian, message: `code block ${index + 1} differs from that of ${english}` })
  })
  return problems
}
