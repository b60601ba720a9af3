import { commentsOf, parse } from "../syntax.ts"
import { type Check, type Problem, lineAt } from "../tree.ts"

/** So many columns has a line of a comment at most: the formatter leaves comments alone. */
const width = 120

/** No line of a comment ends beyond the width, unless it is a single word, as an address. */
export const checkCommentWidth: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!file.endsWith(".ts")) continue
    const text = tree.read(file)
    if (!text.split("\n").some((line) => line.length > width)) continue
    for (const comment of commentsOf(parse(file, text))) {
      const indent = comment.start - (text.lastIndexOf("\n", comment.start) + 1)
      for (const [index, line] of comment.text.split("\n").entries()) {
        const columns = [...line].length + (index === 0 ? indent : 0)
        if (columns > width && /\S\s+\S/.test(line.replace(/^\s*(?:\/\/+|\/\*+|\*)/, "")))
          problems.push({ file, line: lineAt(text, comment.start) + index, message: `a comment ends at column ${columns} of ${width}` })
      }
    }
  }
  return problems
}
