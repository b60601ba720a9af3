/** What is wrong with a row itself. */
export interface RowProblem {
  /** Counted from 0. */
  readonly column: number
  readonly code: "broken-quote" | "nul"
  readonly message: string
}

/** A row of a CSV text. */
export interface CsvRow {
  /** The line on which it begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** The first thing that is wrong with it; null: nothing. */
  readonly problem: RowProblem | null
}

/** What may separate the cells of a row. */
export type Delimiter = ";" | "," | "\t"

const delimiters: readonly Delimiter[] = [";", ",", "\t"]

/**
 * The delimiter that the first row has most of, outside of quotes; of equally many the first of `;`, `,` and tab.
 */
export function findDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>(delimiters.map((one) => [one, 0]))
  let isQuoted = false
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted
    else if (!isQuoted && (sign === "\n" || sign === "\r")) break
    else if (!isQuoted && counts.has(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  return delimiters.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best), ";")
}

/**
 * Reads CSV by RFC 4180: cells in quotes hold delimiters, line breaks and doubled quotes. Lines end with CRLF, LF or
 * CR. Empty lines are no rows. A row with a broken quote is given with its problem, and the next one is read.
 */
export function* readCsv(text: string, delimiter: Delimiter): Generator<CsvRow, void, undefined> {
  const { length } = text
  let [at, line] = [0, 1]
  while (at < length) {
    const begun = line
    const cells: string[] = []
    let problem: RowProblem | null = null
    const note = (code: RowProblem["code"], message: string): void => {
      problem ??= { column: cells.length, code, message }
    }
    for (;;) {
      let cell = ""
      if (text[at] === '"') {
        at += 1
        for (;;) {
          const end = text.indexOf('"', at)
          if (end === -1) {
            cell += text.slice(at)
            at = length
            note("broken-quote", "a quote at the end of the cell was expected")
            break
          }
          cell += text.slice(at, end)
          at = end + 1
          if (text[at] !== '"') break
          cell += '"'
          at += 1
        }
        line += breaksIn(cell)
      }
      const rest = at
      while (at < length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") at += 1
      const plain = text.slice(rest, at)
      if (cell !== "" && plain !== "") note("broken-quote", "a delimiter after the quote at the end of the cell was expected")
      cell += plain
      if (cell.includes("\u0000")) note("nul", "a text without NUL was expected")
      cells.push(cell)
      if (text[at] !== delimiter) break
      at += 1
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1
    at += 1
    line += 1
    if (cells.length > 1 || cells[0] !== "" || problem !== null) yield { line: begun, cells, problem }
  }
}

function breaksIn(cell: string): number {
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0
}
