import { withoutCode } from "./markdown.ts"

/** Where the code of a block comes from: a file of the repository, or one region of it. */
export interface CodeSource {
  readonly file: string
  readonly region?: string
}

/** A fenced block of a markdown page. */
export interface CodeBlock {
  /** What stands behind the fence, in lower case; empty when nothing does. */
  readonly language: string
  /** What stands between the fences, without the last line feed. */
  readonly code: string
  /** Where the opening fence begins, indentation included. */
  readonly offset: number
  /** Where `code` begins and ends, its last line feed included. */
  readonly inside: readonly [from: number, to: number]
  readonly isIndented: boolean
  /** What the comment right above the block says. */
  readonly source?: CodeSource
}

/** A comment that names a source. */
export interface CodeMarker {
  readonly offset: number
  /** False when no block follows. */
  readonly isUsed: boolean
}

/** `<!-- code: path -->` or `<!-- code: path#region -->`. */
const marker = /<!--[ \t]*code:[ \t]*([^\s#]+)(?:#(\S+))?[ \t]*-->/g

const fenced = /^([ \t]*)(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*\n([\s\S]*?)^[ \t]*\2[ \t]*$/gm

/** The fenced blocks of a page, each with its source, and the comments that name sources. */
export function readCodeBlocks(page: string): { readonly blocks: readonly CodeBlock[]; readonly markers: readonly CodeMarker[] } {
  const markers = [...withoutCode(page).matchAll(marker)].map((match) => ({
    offset: match.index,
    end: match.index + match[0].length,
    source: match[2] === undefined ? { file: match[1] ?? "" } : { file: match[1] ?? "", region: match[2] },
  }))
  const used = new Set<number>()
  const blocks = [...page.matchAll(fenced)].map((match): CodeBlock => {
    const [whole, indent = "", , language = "", body = ""] = match
    const from = match.index + whole.indexOf("\n") + 1
    // A formatter puts an empty line between a comment and what follows.
    const above = markers.find(({ end }) => end <= match.index && /^[ \t]*\n(?:[ \t]*\n)?$/.test(page.slice(end, match.index)))
    if (above !== undefined) used.add(above.offset)
    return {
      language: language.toLowerCase(),
      code: body.replace(/\n$/, ""),
      offset: match.index,
      inside: [from, from + body.length],
      isIndented: indent !== "",
      ...(above === undefined ? {} : { source: above.source }),
    }
  })
  return { blocks, markers: markers.map(({ offset }) => ({ offset, isUsed: used.has(offset) })) }
}

/**
 * The code that a page shows of a file: all of it or one region, without the lines that mark regions, and moved to the
 * margin. A region may have several pieces, as imports and what is done with them: an empty line stands between two.
 *
 * @param text - the file
 * @param region - its name, as in `// #region name` and `// #endregion name`
 * @returns undefined when there is no such region, or a piece has no end
 */
export function shownCode(text: string, region?: string): string | undefined {
  const lines = text.split("\n")
  if (region === undefined) return tidy(lines)
  const edges = lines.flatMap((line, index) => {
    const [edge, name] = edgeOf(line) ?? []
    return name === region ? [{ edge, index }] : []
  })
  if (edges.length === 0 || edges.length % 2 === 1) return undefined
  if (edges.some(({ edge }, place) => edge !== (place % 2 === 0 ? "region" : "endregion"))) return undefined
  const pieces = edges.flatMap(({ index }, place) => (place % 2 === 0 ? [...lines.slice(index + 1, edges[place + 1]?.index), ""] : []))
  return tidy(pieces)
}

/** `["region", name]` or `["endregion", name]` for a line that marks one. */
function edgeOf(line: string): readonly string[] | undefined {
  return /^\s*\/\/\s*#(region|endregion)\b\s*(\S*)/.exec(line)?.slice(1)
}

function tidy(lines: readonly string[]): string {
  const code = lines.filter((line) => edgeOf(line) === undefined)
  const indents = code.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length)
  const margin = Math.min(...indents)
  const moved = code.map((line) => (line.trim() === "" ? "" : line.slice(margin)))
  return moved
    .join("\n")
    .replaceAll(/^\n+|\n+$/g, "")
    .replaceAll(/\n{3,}/g, "\n\n")
}
