import { foldTables } from "./table.ts"
import { fromBase64url } from "../../base/index.ts"
import { tokenWasm } from "./token-wasm.ts"

/** What this file uses of the host's WebAssembly; Node's types leave it out. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> }
}

/**
 * Splits texts of ordinary length into words, and looks up words that were met before, in memory of its own: the arrays
 * are views of it. It computes what `fold-scan.ts` and the cache of tokens compute, three times as fast.
 */
export interface TokenEngine {
  /** The longest text, in UTF-16 units. */
  readonly longest: number
  /** The most tokens. */
  readonly most: number
  /**
   * How many tokens there are, how many units are used, the next position, and how many hits were missed: written by
   * either side.
   */
  readonly state: Int32Array
  readonly units: Uint16Array
  readonly from: Int32Array
  readonly to: Int32Array
  readonly hash: Int32Array
  readonly start: Int32Array
  readonly end: Int32Array
  readonly position: Int32Array
  readonly width: Int32Array
  readonly kind: Uint8Array
  readonly hits: Int32Array
  readonly classes: Int32Array
  /** Indexes of hits whose classes are not known. */
  readonly missed: Int32Array
  /**
   * Words of up to 14 letters that were met before, as `token-slots.ts` describes: the tags of four slots a set, and
   * slots of eight numbers.
   */
  readonly tags: Int32Array
  readonly slots: Int32Array
  /** Takes a text in. */
  take(text: string): void
  /** Reads words from a unit of the text on up to the next sign. @returns where it is, or the length */
  scan(index: number, length: number): number
  /**
   * Looks the first tokens up; a set is `hash * 0x9e3779b1 >>> shift`. @returns how many hits there are, those that
   * were missed included
   */
  lookup(count: number, shift: number): number
  /** Bytes of its memory. */
  readonly bytes: number
}

const space = 0x20
const unitsPerSlot = 14
let compiled: object | undefined

/** @returns undefined where the host has no WebAssembly with SIMD, forbids it, or has no memory for it */
export function createTokenEngine(): TokenEngine | undefined {
  const host = Reflect.get(globalThis, "WebAssembly") as WebAssemblyHost | undefined
  // The copy of a text has the byte order of the processor, WebAssembly always that of nearly all.
  if (host === undefined || new Uint8Array(Uint16Array.of(1).buffer)[0] !== 1) return undefined
  try {
    compiled ??= new host.Module(fromBase64url(tokenWasm) ?? new Uint8Array())
    return engineOf(new host.Instance(compiled).exports)
  } catch {
    return undefined
  }
}

function engineOf(exports: Readonly<Record<string, unknown>>): TokenEngine {
  const { buffer } = exports["memory"] as { readonly buffer: ArrayBuffer }
  const at = (name: string): number => (exports[name] as { readonly value: number }).value
  const longest = at("longest")
  const most = at("most")
  const slotCount = at("slotCount")
  const numbers = (name: string): Int32Array => new Int32Array(buffer, at(name), most)
  const text = new Uint16Array(buffer, at("text"), longest + 2)
  // Node copies a text faster than a loop does.
  const bytes = typeof Buffer === "undefined" ? undefined : Buffer.from(buffer, at("text"), longest * 2)
  new Uint16Array(buffer, at("table"), 0x10000).set(foldTables().units)
  for (let length = 0; length <= unitsPerSlot; length++) new Uint16Array(buffer, at("masks") + length * 32, length).fill(0xffff)
  return {
    longest,
    most,
    state: new Int32Array(buffer, at("state"), 4),
    units: new Uint16Array(buffer, at("units"), longest * 6 + 16),
    from: numbers("from"),
    to: numbers("to"),
    hash: numbers("hash"),
    start: numbers("start"),
    end: numbers("end"),
    position: numbers("position"),
    width: numbers("width"),
    kind: new Uint8Array(buffer, at("kind"), most),
    hits: numbers("hits"),
    classes: numbers("classes"),
    missed: numbers("missed"),
    tags: new Int32Array(buffer, at("tags"), slotCount),
    slots: new Int32Array(buffer, at("slots"), slotCount * 8),
    take(given) {
      if (bytes !== undefined) bytes.write(given, 0, "utf16le")
      else for (let index = 0; index < given.length; index++) text[index] = given.charCodeAt(index)
      text[given.length] = space
    },
    scan: exports["scan"] as TokenEngine["scan"],
    lookup: exports["lookup"] as TokenEngine["lookup"],
    bytes: buffer.byteLength,
  }
}
