/** A piece of HTML that may stand in a page as it is. */
export interface Html {
  readonly markup: string
}

type Piece = string | number | Html | readonly Html[] | null

const replacements: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/**
 * Text as HTML: nothing in it can open a tag, close an attribute or start an entity.
 *
 * @param text - any text
 */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => replacements[sign] ?? sign)
}

/** A template whose values are escaped, unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const markup = parts.reduce((whole, part, index) => whole + part + (index < pieces.length ? markupOf(pieces[index] ?? null) : ""), "")
  return { markup }
}

/**
 * Vouches for markup that was made by a library or by this program.
 *
 * @param markup - holds no foreign text that is not escaped
 */
export function trusted(markup: string): Html {
  return { markup }
}

function markupOf(piece: Piece): string {
  if (piece === null) return ""
  if (typeof piece === "string") return escapeHtml(piece)
  if (typeof piece === "number") return String(piece)
  if ("markup" in piece) return piece.markup
  return piece.map((item) => item.markup).join("")
}

/**
 * An address that may stand in `href`: only the web's own schemes, so that no script hides behind a link.
 *
 * @param url - an address, or null
 * @returns the address; null when it is none that may be followed
 */
export function safeLink(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null
}
