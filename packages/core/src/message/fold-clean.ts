import { composed, firstWordUnit, foldTables, isMark, isMarkOrInvisible, plainSpelling, unitKind } from "./fold-table.ts"

/** Stands for a character that is neither letter nor sign; unlike a space it does not end a link. */
const placeholder = "\ufffd"

/** A text in plain spelling: no invisible characters, no marks, no stylised letters; every unit knows where it came from. */
export interface CleanText {
  readonly text: string
  /** For each unit of `text`, the first unit of its origin. */
  readonly starts: Int32Array
  /** For each unit of `text`, the end of its origin, marks included. */
  readonly ends: Int32Array
}

/**
 * Brings a text into plain spelling, one unit a letter wherever Unicode has one.
 *
 * @param text - any text, lone surrogates included
 */
export function cleanText(text: string): CleanText {
  const { units } = foldTables()
  const out: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  const push = (spelling: string, start: number, end: number): void => {
    for (let index = 0; index < spelling.length; index++) {
      out.push(spelling.charAt(index))
      starts.push(start)
      ends.push(end)
    }
  }
  let letterBefore = false
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    const kind = units[code] ?? 0
    if (kind >= firstWordUnit || (kind !== unitKind.complex && kind !== unitKind.mark && kind !== unitKind.surrogate)) {
      push(text.charAt(index), index, index + 1)
      letterBefore = kind >= firstWordUnit
      index += 1
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const end = index + character.length
    if (isMarkOrInvisible(character)) {
      if (letterBefore && isMark(character)) attachMark(character, end, out, ends)
    } else {
      const spelling = wordUnits(character, units)
      push(spelling === "" ? placeholder : spelling, index, end)
      letterBefore = spelling !== ""
    }
    index = end
  }
  return { text: out.join(""), starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

function attachMark(mark: string, end: number, out: string[], ends: number[]): void {
  const last = out.length - 1
  const whole = composed(out[last] ?? "", mark)
  if (whole !== undefined) out[last] = whole
  ends[last] = end
}

/** The plain spelling as units that the scanner takes as letters; letters above U+FFFF stay two units, in lower case. */
function wordUnits(character: string, units: Uint16Array): string {
  let spelling = ""
  for (const one of plainSpelling(character)) {
    if (one.length === 2) spelling += one.toLowerCase()
    else if ((units[one.charCodeAt(0)] ?? 0) >= firstWordUnit) spelling += one
  }
  return spelling
}
