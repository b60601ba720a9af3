/** A piece of HTML that may be put into a page as it is. */
export interface Html {
  readonly markup: string
}

/** What a template takes: texts are escaped, HTML is not, null is nothing. */
export type Piece = string | number | Html | readonly Html[] | null

const replacements: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** A template whose values are escaped, unless they are HTML already. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { markup: parts.reduce((whole, part, index) => whole + part + (index < pieces.length ? markupOf(pieces[index] ?? null) : ""), "") }
}

/** Vouches for markup of this package. */
export function trusted(markup: string): Html {
  return { markup }
}

function markupOf(piece: Piece): string {
  if (piece === null) return ""
  if (typeof piece === "string") return piece.replace(/[&<>"']/g, (sign) => replacements[sign] ?? sign)
  if (typeof piece === "number") return String(piece)
  return "markup" in piece ? piece.markup : piece.map(({ markup }) => markup).join("")
}

/** A cell of a table. */
export interface TableCell {
  readonly content: Piece
  /** Further classes: `strong`, `alert`, `zero`. */
  readonly tone?: string
}

/** A column of a table. */
export interface TableColumn {
  readonly title: string
  /** Texts are on the left, numbers on the right. Default: number. */
  readonly isText?: boolean
}

/** A row of a table: its heading and a cell for every further column. */
export interface TableRow {
  readonly heading: Piece
  readonly cells: readonly TableCell[]
}

/**
 * A table with a heading a row. On a narrow screen each row becomes a small card, its cells labelled by their columns:
 * nothing needs to be scrolled sideways. Roles are named, since browsers forget them with the layout of a table.
 *
 * @param caption - for those who hear the page
 * @param columns - the first is that of row headings
 */
export function table(caption: string, columns: readonly TableColumn[], rows: readonly TableRow[], tone = ""): Html {
  const [first, ...others] = columns
  const align = ({ isText }: TableColumn): string => (isText === true ? "" : "n")
  return html`<table role="table" class="${tone}">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${first?.title ?? ""}</th>
        ${others.map((column) => html`<th role="columnheader" scope="col" class="${align(column)}">${column.title}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ({ heading, cells }) =>
          html`<tr role="row">
            <th role="rowheader" scope="row">${heading}</th>
            ${cells.map(({ content, tone: cellTone = "" }, index) => {
              const column = others[index] ?? { title: "" }
              return html`<td role="cell" class="${`${align(column)} ${cellTone}`.trim()}" data-label="${column.title}">${content}</td>`
            })}
          </tr> `,
      )}
    </tbody>
  </table>`
}

/** What is folded on a screen and printed in full. */
export function fold(title: string, content: Html): Html {
  return html`<details class="fold">
    <summary>${title}</summary>
    ${content}
  </details>`
}

/** A part of the page with its heading. */
export function card(id: string, title: string, ...content: readonly (Html | null)[]): Html {
  return html`<section class="card" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content.filter((piece) => piece !== null)}
  </section> `
}
