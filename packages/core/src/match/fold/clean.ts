import { composed, firstWordUnit, foldTables, isMark, isMarkOrInvisible, plainSpelling, unitKind } from "./table.ts"
import { textOf } from "./units.ts"

/** A character that is neither letter nor sign; unlike a space it does not end a link. */
const placeholder = "\ufffd"

/**
 * A text in plain spelling: no invisible characters, no marks, no stylised letters; every unit knows where it came
 * from.
 */
export interface CleanText {
  readonly text: string
  /** For each unit of `text`, the first unit of its origin; good until the next text is cleaned. */
  readonly starts: Int32Array
  /** For each unit of `text`, the end of its origin, marks included; good until the next text is cleaned. */
  readonly ends: Int32Array
}

interface Buffers {
  units: Uint16Array
  starts: Int32Array
  ends: Int32Array
  used: number
}

const smallest = 1 << 12
/** The buffers of one huge text are given back with the next. */
const kept = 1 << 16

function createBuffers(size: number): Buffers {
  return { units: new Uint16Array(size), starts: new Int32Array(size), ends: new Int32Array(size), used: 0 }
}

/** Reused by every call: a call never waits. */
let reused = createBuffers(smallest)

function buffersFor(length: number): Buffers {
  const size = reused.units.length
  if (length > size) reused = createBuffers(length * 2)
  else if (size > kept && length < smallest) reused = createBuffers(smallest)
  reused.used = 0
  return reused
}

/**
 * Brings a text into plain spelling, one unit a letter wherever Unicode has one.
 *
 * @param text - any text, lone surrogates included
 */
export function cleanText(text: string): CleanText {
  const table = foldTables().units
  let buffers = buffersFor(text.length)
  let letterBefore = false
  let index = 0
  while (index < text.length) {
    const code = text.charCodeAt(index)
    const kind = table[code] as number
    if (kind >= firstWordUnit || (kind !== unitKind.complex && kind !== unitKind.mark && kind !== unitKind.surrogate)) {
      const at = buffers.used
      if (at === buffers.units.length) buffers = longer(buffers)
      buffers.units[at] = code
      buffers.starts[at] = index
      buffers.ends[at] = ++index
      buffers.used = at + 1
      letterBefore = kind >= firstWordUnit
      continue
    }
    if (kind === unitKind.mark) {
      index += 1
      if (letterBefore) attachMark(code, index, buffers)
      continue
    }
    const character = String.fromCodePoint(text.codePointAt(index) ?? 0)
    const end = index + character.length
    if (isMarkOrInvisible(character)) {
      if (letterBefore && isMark(character)) buffers.ends[buffers.used - 1] = end
    } else {
      const spelling = wordUnits(character, table)
      letterBefore = spelling !== ""
      for (const unit of unitsOf(letterBefore ? spelling : placeholder)) {
        const at = buffers.used
        if (at === buffers.units.length) buffers = longer(buffers)
        buffers.units[at] = unit
        buffers.starts[at] = index
        buffers.ends[at] = end
        buffers.used = at + 1
      }
    }
    index = end
  }
  const { units, starts, ends, used } = buffers
  return { text: textOf(units, 0, used), starts, ends }
}

function longer(buffers: Buffers): Buffers {
  const next = createBuffers(buffers.units.length * 2)
  next.units.set(buffers.units)
  next.starts.set(buffers.starts)
  next.ends.set(buffers.ends)
  next.used = buffers.used
  reused = next
  return next
}

function unitsOf(spelling: string): readonly number[] {
  return Array.from({ length: spelling.length }, (_, index) => spelling.charCodeAt(index))
}

/** So many spellings are remembered; all are forgotten when there are more. */
const spellingLimit = 4096

/**
 * What a letter and a mark behind it make: the unit of both, the letter itself, or {@link invisible} when the mark is
 * none.
 */
const attached = new Map<number, number>()
const invisible = -1

function attachMark(mark: number, end: number, { units, ends, used }: Buffers): void {
  const last = used - 1
  const letter = units[last] ?? 0
  let both = attached.get(letter * 0x10000 + mark)
  if (both === undefined) {
    const sign = String.fromCharCode(mark)
    both = isMark(sign) ? (composed(String.fromCharCode(letter), sign)?.charCodeAt(0) ?? letter) : invisible
    if (attached.size >= spellingLimit) attached.clear()
    attached.set(letter * 0x10000 + mark, both)
  }
  if (both === invisible) return
  units[last] = both
  ends[last] = end
}

/**
 * Remembered, so that a text of nothing but stylised letters is read no slower than another; there are not so many of
 * them.
 */
const spellings = new Map<string, string>()
/**
 * The plain spelling as units that the scanner takes as letters; letters above U+FFFF stay two units, in lower case.
 */
function wordUnits(character: string, table: Uint16Array): string {
  const known = spellings.get(character)
  if (known !== undefined) return known
  let spelling = ""
  for (const one of plainSpelling(character)) {
    if (one.length === 2) spelling += one.toLowerCase()
    else if ((table[one.charCodeAt(0)] ?? 0) >= firstWordUnit) spelling += one
  }
  if (spellings.size >= spellingLimit) spellings.clear()
  spellings.set(character, spelling)
  return spelling
}
