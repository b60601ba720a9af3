/** Hashes of texts under a key: whoever lacks the key cannot try out words. */
export interface KeyedHash {
  /** 32 bits of the hash of a text. */
  bits32(text: string): number
  /** 53 bits of the hash of a text: a whole number that JavaScript has exactly. */
  bits53(text: string): number
}

const encoder = new TextEncoder()

/**
 * SipHash-2-4 (https://www.aumasson.jp/siphash/siphash.pdf) under a key that is derived from another by the same
 * function.
 *
 * @param key - the tenant's: 16 bytes or more
 * @param label - what the hashes are for: those of another label have nothing in common
 */
export function createKeyedHash(key: Uint8Array, label: string): KeyedHash {
  const source = wordsOf(key.subarray(0, 16))
  const derived = new Uint32Array(4)
  for (const part of [0, 1]) {
    const [high, low] = sipHash(source, Uint8Array.of(...encoder.encode(`${label} ${part} `), ...key))
    derived.set([low, high], part * 2)
  }
  return {
    bits32: (text) => sipHash(derived, encoder.encode(text))[1],
    bits53(text) {
      const [high, low] = sipHash(derived, encoder.encode(text))
      return (high >>> 11) * 0x1_0000_0000 + low
    },
  }
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  return Uint32Array.of(...[0, 4, 8, 12].map((at) => view.getUint32(at, true)))
}

/** The state of the function: four numbers of 64 bits, the low half of each before the high one. Calls never wait. */
const v = new Uint32Array(8)

/**
 * SipHash-2-4 of bytes.
 *
 * @param key - 128 bits as four words, little-endian
 * @returns the 64 bits, the high half first
 */
export function sipHash(key: Uint32Array, bytes: Uint8Array): readonly [high: number, low: number] {
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = key
  v.set([
    k0 ^ 0x70736575,
    k1 ^ 0x736f6d65,
    k2 ^ 0x6e646f6d,
    k3 ^ 0x646f7261,
    k0 ^ 0x6e657261,
    k1 ^ 0x6c796765,
    k2 ^ 0x79746573,
    k3 ^ 0x74656462,
  ])
  const whole = bytes.length - (bytes.length % 8)
  for (let from = 0; from < whole; from += 8) absorb(wordAt(bytes, from), wordAt(bytes, from + 4))
  absorb(wordAt(bytes, whole), (wordAt(bytes, whole + 4) & 0xff_ffff) | (bytes.length << 24))
  v[4] = half(4) ^ 0xff
  for (let round = 0; round < 4; round += 1) sipRound()
  return [(half(1) ^ half(3) ^ half(5) ^ half(7)) >>> 0, (half(0) ^ half(2) ^ half(4) ^ half(6)) >>> 0]
}

function half(index: number): number {
  return v[index] ?? 0
}

/** Four bytes, little-endian; 0 for those behind the end. */
function wordAt(bytes: Uint8Array, from: number): number {
  return (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) | ((bytes[from + 2] ?? 0) << 16) | ((bytes[from + 3] ?? 0) << 24)
}

function absorb(low: number, high: number): void {
  v[6] = half(6) ^ low
  v[7] = half(7) ^ high
  sipRound()
  sipRound()
  v[0] = half(0) ^ low
  v[1] = half(1) ^ high
}

function sipRound(): void {
  add(0, 2)
  turn(2, 13, 0)
  swap(0)
  add(4, 6)
  turn(6, 16, 4)
  add(0, 6)
  turn(6, 21, 0)
  add(4, 2)
  turn(2, 17, 4)
  swap(4)
}

/** Adds the 64-bit number at `from` to that at `to`. */
function add(to: number, from: number): void {
  const low = half(to) + half(from)
  v[to + 1] = half(to + 1) + half(from + 1) + (low > 0xffff_ffff ? 1 : 0)
  v[to] = low
}

/** Rotates the 64-bit number at `index` left by fewer than 32 bits, and mixes another into it. */
function turn(index: number, bits: number, other: number): void {
  const [low, high] = [half(index), half(index + 1)]
  v[index] = ((low << bits) | (high >>> (32 - bits))) ^ half(other)
  v[index + 1] = ((high << bits) | (low >>> (32 - bits))) ^ half(other + 1)
}

/** Rotates by 32 bits. */
function swap(index: number): void {
  const low = half(index)
  v[index] = half(index + 1)
  v[index + 1] = low
}
