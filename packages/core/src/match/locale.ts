import * as z from "zod/mini"

/** What a language package gives the matcher. `@otklik/locale-ru` is one. */
export interface MatchLocale {
  /**
   * Every grammatical form of a word that the query means, as they are written; the word itself need not be among them.
   *
   * @param word - as the query writes it, in lower case; a hyphenated word is asked for as a whole and by its parts
   * @returns the forms, in any order; an empty list when the word is not known
   */
  formsOf(word: string): readonly string[]
  /**
   * One key for all forms of a word, by which texts are compared: «ямы» and «яму» have the same one. Absent: the word
   * itself.
   *
   * @param word - folded
   */
  keyOf?(word: string): string
  /**
   * Whether a word is in so many texts that it says nothing about their topic.
   *
   * @param word - folded
   */
  isCommon?(word: string): boolean
  /**
   * Whether a text says nothing but thanks. A wrong yes loses a question or an objection, so that only what is certain
   * is one.
   *
   * @param text - as it was written
   */
  isPlainThanks?(text: string): boolean
  /**
   * Whether a text only joins what another person wrote: «и у нас», «+1», an address.
   *
   * @param text - as it was written
   */
  isJoining?(text: string): boolean
}

/** A locale among the options of a factory. What its functions answer is not known before they are asked. */
export const localeSchema = z.custom<MatchLocale>(
  (value) => typeof value === "object" && value !== null && "formsOf" in value && typeof value.formsOf === "function",
  { error: "a locale with formsOf was expected" },
)
