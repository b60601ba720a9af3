import { addMinutes, DeskError, keyedId, type Instant } from "../base/index.ts"
import { wordsOf } from "./lint/words-of.ts"

/** The form of what is kept: another one begins anew. */
export const stockFormat = "stock-1"

/** How long a reply counts, how many are kept, and in how many others a run of words is stock. Presets. */
const keptMinutes = 30 * 1440
const keptReplies = 2000
const leastOthers = 3
/** A text with fewer runs of its own is too short to judge. */
const fewestRuns = 8
/** 30 bits of a keyed hash: two different runs are taken for one in a billion pairs. */
const hashLength = 6

/** What is kept of an approved reply: hashes under the tenant's key, no word. */
interface StockReply {
  readonly at: Instant
  readonly incidentId: string
  readonly runs: ReadonlySet<string>
}

/** Hashes of the replies of the last 30 days. */
export interface ReplyStock {
  /** Adds an approved reply. */
  add(reply: { readonly at: Instant; readonly incidentId: string; readonly text: string }): void
  /** Which share of a text's runs of three words was said in three other incidents or more, 0 to 1. */
  shareOf(text: string, asked: { readonly at: Instant; readonly incidentId: string }): number
  /** What is to be stored: without what is older than 30 days before a moment, at most 2 000 replies. */
  encode(at: Instant): Uint8Array
}

/** What a stock is made with. */
export interface ReplyStockOptions {
  /** The tenant's key, 16 bytes or more. */
  readonly key: Uint8Array
  /** Texts that may be said to everybody: approved templates. What stands in them is not compared. */
  readonly exempt: readonly string[]
}

/**
 * Opens the stock of replies.
 *
 * @param body - as `encode` gave it; undefined: nothing is known yet
 * @param options - the key of its hashes, and what is not compared
 * @throws DeskError `protocol` for a body that cannot be read
 */
export function openStock(body: Uint8Array | undefined, { key, exempt }: ReplyStockOptions): ReplyStock {
  const replies = body === undefined ? [] : [...decode(body)]
  const exempted = new Set(exempt.flatMap((text) => text.split(/\{[^{}]*\}/u)).flatMap((part) => runsAt(wordsIn(part))))
  const hashed = (text: string): ReadonlySet<string> => {
    const words = wordsIn(text)
    const runs = runsAt(words)
    const covered = new Set(runs.flatMap((run, start) => (exempted.has(run) ? [start, start + 1, start + 2] : [])))
    const own = runs.filter((_, start) => ![start, start + 1, start + 2].some((place) => covered.has(place)))
    return new Set(own.map((run) => keyedId(key, run).slice(0, hashLength)))
  }
  return {
    add({ at, incidentId, text }) {
      const runs = hashed(text)
      if (runs.size > 0) replies.push({ at, incidentId, runs })
    },
    shareOf(text, { at, incidentId }) {
      const own = hashed(text)
      if (own.size < fewestRuns) return 0
      const since = addMinutes(at, -keptMinutes)
      const others = replies.filter((reply) => reply.incidentId !== incidentId && reply.at >= since)
      const said = [...own].filter(
        (run) => new Set(others.flatMap((one) => (one.runs.has(run) ? [one.incidentId] : []))).size >= leastOthers,
      )
      return said.length / own.size
    },
    encode(at) {
      const since = addMinutes(at, -keptMinutes)
      const kept = replies.filter((reply) => reply.at >= since).slice(-keptReplies)
      return new TextEncoder().encode(JSON.stringify(kept.map((reply) => [reply.at, reply.incidentId, [...reply.runs].join("")])))
    },
  }
}

/** Numbers are left out, so that another house and another hour do not make another text. */
function wordsIn(text: string): readonly string[] {
  return wordsOf(text)
    .map((word) => word.text)
    .filter((word) => !/\d/.test(word))
}

function runsAt(words: readonly string[]): readonly string[] {
  return words.slice(2).map((_, start) => words.slice(start, start + 3).join(" "))
}

function decode(body: Uint8Array): readonly StockReply[] {
  const read: unknown = JSON.parse(new TextDecoder().decode(body))
  if (!Array.isArray(read)) throw new DeskError("protocol", "the stock of replies cannot be read", { path: "stock" })
  return read.map((one: unknown): StockReply => {
    const [at, incidentId, runs] = Array.isArray(one) ? one.map(String) : []
    if (at === undefined || incidentId === undefined || runs === undefined)
      throw new DeskError("protocol", "the stock of replies cannot be read", { path: "stock" })
    return { at, incidentId, runs: new Set(runs.match(/.{6}/g) ?? []) }
  })
}
