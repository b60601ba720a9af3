import { createContext, use } from "react"
import type { ru } from "./ru.ts"

type Widened<Value> = Value extends (...given: infer Given) => unknown
  ? (...given: Given) => string
  : Value extends string
    ? string
    : { readonly [Key in keyof Value]: Widened<Value[Key]> }

/** Every word of the desk, in one language. */
export type Dictionary = Widened<typeof ru>

/** The languages of the desk. */
export type Language = "ru" | "en"

/** The language of the desk, and its words. */
export interface Wording {
  readonly language: Language
  readonly t: Dictionary
}

export const WordingContext = createContext<Wording | null>(null)

/** The words of the desk in the language of who reads. */
export function useWording(): Wording {
  const wording = use(WordingContext)
  if (wording === null) throw new Error("WordingContext is missing")
  return wording
}
