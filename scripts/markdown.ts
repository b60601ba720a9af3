/** A markdown text with the inside of its code blocks and code spans emptied; offsets and lines stay. */
export function withoutCode(text: string): string {
  const blank = (code: string): string => code.replaceAll(/[^\n]/g, " ")
  return text.replaceAll(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$/gm, blank).replaceAll(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, blank)
}

/** One heading of a markdown text. */
export interface Heading {
  readonly level: number
  readonly title: string
}

/** The headings of a markdown text, in order. */
export function headingsOf(text: string): readonly Heading[] {
  const bare = withoutCode(text)
  return [...bare.matchAll(/^(#{1,6})[ \t]+(\S.*)$/gm)].map((match) => {
    const line = text.slice(match.index, match.index + match[0].length)
    return { level: match[1]?.length ?? 0, title: line.replace(/^#+[ \t]+/, "").trim() }
  })
}

/** The anchors that the headings of a markdown text get on the usual forges. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const { title } of headingsOf(text)) {
    const slug = title
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\- _]/gu, "")
      .replaceAll(" ", "-")
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    anchors.add(times === 0 ? slug : `${slug}-${times}`)
  }
  return anchors
}

/** The code blocks of a markdown text, fences included. */
export function codeBlocksOf(text: string): readonly string[] {
  return [...text.matchAll(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$/gm)].map((match) => match[0])
}

/** A link of a markdown text, or a file that a page includes. */
export interface MarkdownLink {
  readonly target: string
  readonly offset: number
}

/** Inline links, images, reference definitions and `{@includeCode …}` of a markdown text. */
export function linksOf(text: string): readonly MarkdownLink[] {
  const bare = withoutCode(text)
  const patterns = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    /^[ \t]*\[[^\]^]+\]:[ \t]*<?([^\s>]+)>?/gm,
    /\b(?:href|src)="([^"]+)"/g,
    /\{@include(?:Code)?\s+([^\s}]+)[^}]*\}/g,
  ]
  return patterns.flatMap((pattern) => [...bare.matchAll(pattern)].map((match) => ({ target: match[1] ?? "", offset: match.index })))
}

/** A title or a sentence without the marks of markdown. */
export function plainTitle(title: string): string {
  return title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "")
}
