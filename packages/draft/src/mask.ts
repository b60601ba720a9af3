import { configError, findEmails, findLinks, findMentions, findPhones } from "@otklik/core/internal"
import type { Span } from "@otklik/core/rules"
import type { PersonalDataDetector } from "@otklik/core/replies"

/** A text without people. */
export interface Masked {
  /** The text; what was found is a number in brackets `⟦1⟧`, the same one for the same words. */
  readonly text: string
  /** How many pieces were taken out. */
  readonly count: number
}

/** Takes people out of a text before it leaves the desk. */
export interface Mask {
  /** The text with numbers in the place of what was found. A text that was masked stays as it is. */
  mask(text: string): Masked
  /** What would be taken out, in order. */
  find(text: string): readonly Span[]
}

/** Options of {@link createMask}. */
export interface MaskOptions {
  /** Names, documents, flats and accounts in a language: `maskRu()` of `@otklik/locale-ru`. */
  readonly detectors: readonly PersonalDataDetector[]
}

/** Every account, link and number of five digits and more, whatever the language. */
const everywhere = [findEmails, findLinks, findMentions, findPhones]

/**
 * Makes a mask. Beside what the detectors find it takes out e-mail addresses, links, mentions and every number that
 * could be a telephone, a document or an account.
 *
 * @param options - the detectors of a language
 * @throws DeskError `config` without detectors: a mask that knows no names is none
 */
export function createMask(options: MaskOptions): Mask {
  const { detectors } = options
  if (detectors.length === 0)
    throw configError("createMask options", [{ path: "detectors", message: "a detector was expected, as of maskRu()" }])
  const spansOf = (text: string): readonly Span[] => {
    const found = [...everywhere, ...detectors].flatMap((find) => find(text).map(({ start, end }) => ({ start, end })))
    const spans: { start: number; end: number }[] = []
    for (const span of found.toSorted((one, other) => one.start - other.start)) {
      const last = spans.at(-1)
      if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end)
      else spans.push({ ...span })
    }
    return spans
  }
  return {
    mask(given) {
      // Brackets of the mask in a citizen's text would be taken for the mask's own.
      let text = given.replaceAll(/[⟦⟧]/gu, " ")
      const numbers = new Map<string, number>()
      let count = 0
      // What is left of a number may be found again beside what stands in its place.
      for (let pass = 0; pass < 4; pass++) {
        const spans = spansOf(text)
        if (spans.length === 0) break
        let masked = ""
        let at = 0
        for (const { start, end } of spans) {
          const words = text.slice(start, end).toLowerCase()
          if (!numbers.has(words)) numbers.set(words, numbers.size + 1)
          masked += `${text.slice(at, start)}⟦${numbers.get(words)}⟧`
          at = end
          count += 1
        }
        text = masked + text.slice(at)
      }
      return { text, count }
    },
    find: spansOf,
  }
}
