import type { TokenEngine } from "./token-engine.ts"
import { hashUnits } from "./units.ts"

/** Kinds of tokens, as numbers for the typed arrays. */
export const tokenKind = { word: 0, compound: 1, hashtag: 2, mention: 3 } as const

/**
 * The tokens of one text, as arrays side by side that are reused from text to text. Token `i` has the folded units
 * `units[from[i]..to[i])`, is at `start[i]..end[i]` of the text and takes the word positions
 * `position[i] .. position[i] + width[i] - 1`.
 */
export interface TokenList {
  count: number
  capacity: number
  /**
   * Every token begins at an even unit, and the unit behind one of odd length is 0, so that tokens can be compared two
   * units at a time.
   */
  units: Uint16Array
  /** The same memory, two units in each number. */
  pairs: Int32Array
  from: Int32Array
  to: Int32Array
  /** The hash of the token's units. */
  hash: Int32Array
  start: Int32Array
  end: Int32Array
  position: Int32Array
  width: Int32Array
  /** A value of {@link tokenKind}. */
  kind: Uint8Array
  /** Units written so far. */
  used: number
  nextPosition: number
  /** First token of a hyphenated word that is still open, or -1. */
  chainFirst: number
  /** No address may begin before this unit of the text. */
  addressFloor: number
  /** Dots before this unit are known to belong to no address. */
  plainUntil: number
  /** Where there is one, the tokens of texts that are not too long are in its memory. */
  engine: TokenEngine | undefined
}

const smallest = 1 << 10

/** An empty list of tokens. */
export function createTokenList(): TokenList {
  const list: TokenList = {
    count: 0,
    capacity: 0,
    units: new Uint16Array(0),
    pairs: new Int32Array(0),
    from: new Int32Array(0),
    to: new Int32Array(0),
    hash: new Int32Array(0),
    start: new Int32Array(0),
    end: new Int32Array(0),
    position: new Int32Array(0),
    width: new Int32Array(0),
    kind: new Uint8Array(0),
    used: 0,
    nextPosition: 0,
    chainFirst: -1,
    addressFloor: 0,
    plainUntil: 0,
    engine: undefined,
  }
  allocate(list, smallest)
  allocateUnits(list, smallest)
  return list
}

function allocate(list: TokenList, capacity: number): void {
  list.capacity = capacity
  for (const name of ["from", "to", "hash", "start", "end", "position", "width"] as const) {
    const longer = new Int32Array(capacity)
    longer.set(list[name].subarray(0, list.count))
    list[name] = longer
  }
  const kinds = new Uint8Array(capacity)
  kinds.set(list.kind.subarray(0, list.count))
  list.kind = kinds
}

function allocateUnits(list: TokenList, length: number): void {
  list.units = new Uint16Array(length + (length & 1))
  list.pairs = new Int32Array(list.units.buffer)
}

/** Whether the tokens are in the memory of the list's engine. */
export function isNative(list: TokenList): boolean {
  return list.engine !== undefined && list.from === list.engine.from
}

function takeNativeArrays(list: TokenList, engine: TokenEngine): void {
  const { units, from, to, hash, start, end, position, width, kind, most } = engine
  Object.assign(list, { units, from, to, hash, start, end, position, width, kind, capacity: most })
  list.pairs = new Int32Array(units.buffer, units.byteOffset, units.length >> 1)
}

/**
 * Empties the list and makes sure that the units of a text of this length fit: a letter is written at most four times
 * (as a part, in the whole, in a tag, in a compound), each time with at most one unit to keep tokens even.
 */
export function resetTokens(list: TokenList, textLength: number, keptTokens: number): void {
  list.count = 0
  list.used = 0
  list.nextPosition = 0
  list.chainFirst = -1
  list.addressFloor = 0
  list.plainUntil = 0
  const { engine } = list
  if (engine !== undefined && textLength <= engine.longest) {
    if (list.units !== engine.units || list.from !== engine.from) takeNativeArrays(list, engine)
    return
  }
  if (isNative(list)) allocate(list, smallest)
  const needed = textLength * 6 + 16
  if (needed > list.units.length) allocateUnits(list, Math.max(needed, smallest))
  else if (list.units.length > keptTokens * 8 && needed < keptTokens) allocateUnits(list, keptTokens)
  if (list.capacity > keptTokens && needed < keptTokens) allocate(list, smallest)
}

/** Makes room for so many tokens in all. */
export function makeRoom(list: TokenList, needed: number): void {
  if (needed > list.capacity) allocate(list, Math.max(list.capacity * 2, needed))
}

/** Writes all that follows from where words end: those behind the last one, in units one after the other. */
export function describeWords(list: TokenList, count: number): void {
  const { from, to, start, end, position, width, kind } = list
  let { used, nextPosition } = list
  for (let token = list.count; token < count; token++) {
    const after = to[token] as number
    from[token] = used
    start[token] = (end[token] as number) - after + used
    position[token] = nextPosition++
    width[token] = 1
    kind[token] = tokenKind.word
    used = after + (after & 1)
  }
  list.count = count
  list.used = used
  list.nextPosition = nextPosition
}

/** Writes a token whose units are already at `units[from..list.used)`, `from` even. */
export function pushToken(list: TokenList, kind: number, from: number, start: number, end: number, position: number, width: number): void {
  makeRoom(list, list.count + 4)
  const token = list.count++
  list.from[token] = from
  list.to[token] = list.used
  list.hash[token] = hashUnits(list.units, from, list.used)
  if ((list.used & 1) === 1) list.units[list.used++] = 0
  list.start[token] = start
  list.end[token] = end
  list.position[token] = position
  list.width[token] = width
  list.kind[token] = kind
}

/**
 * Ends a hyphenated word: beside its parts it is also one word, written together. Numbers with a hyphen (`5-10`) are
 * not.
 */
export function closeChain(list: TokenList): void {
  const first = list.chainFirst
  list.chainFirst = -1
  pushWhole(list, first)
}

/** Writes the whole that the tokens from `first` on make, if there are two or more and a letter among them. */
export function pushWhole(list: TokenList, first: number): void {
  const last = list.count - 1
  if (last <= first) return
  const { units, from, to } = list
  let hasLetter = false
  let used = list.used
  const wholeFrom = used
  for (let token = first; token <= last; token++) {
    const end = to[token] as number
    for (let index = from[token] as number; index < end; index++) {
      const unit = units[index] as number
      if (unit > lastDigit) hasLetter = true
      units[used++] = unit
    }
  }
  if (!hasLetter) return
  list.used = used
  const position = list.position[first] as number
  pushToken(
    list,
    tokenKind.compound,
    wholeFrom,
    list.start[first] as number,
    list.end[last] as number,
    position,
    list.nextPosition - position,
  )
}

/** The folded unit of the digit nine; letters are above it. */
const lastDigit = 57

/** Takes back the tokens that begin at or after a unit of the text: they turned out to be a part of an address. */
export function retractTokens(list: TokenList, start: number): void {
  while (list.count > 0 && (list.start[list.count - 1] as number) >= start) {
    const token = --list.count
    list.used = list.from[token] as number
    list.nextPosition = list.position[token] as number
  }
}
