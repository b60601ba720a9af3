import { adjectives, nouns, verbs } from "./complaint-words.ts"

/** A dictionary word and the forms that must be found from it. */
export interface CheckedWord {
  readonly word: string
  readonly forms: readonly string[]
}

const declensions: Readonly<Record<string, string>> = {
  h: "ый ого ому ым ом ая ой ую ое ые ых ыми",
  s: "ий его ему им ем яя ей юю ее ие их ими",
  k: "ий ого ому им ом ая ой ую ое ие их ими",
  o: "ой ого ому ым ом ая ую ое ые ых ыми",
  g: "ой ого ому им ом ая ую ое ие их ими",
  z: "ий его ему им ем ая ей ую ее ие их ими",
  z1: "ой ого ому им ом ая ую ое ие их ими",
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "")
}

function readLine(line: string): CheckedWord {
  const forms = line.split(";").flatMap((group) => {
    const [stem = "", endings = ""] = group.trim().split("|")
    return endings.split(" ").map((ending) => stem + ending)
  })
  return { word: forms[0] ?? "", forms: [...new Set(forms)] }
}

function readAdjective(line: string): CheckedWord {
  const [stem = "", rest = ""] = line.split("|")
  const [type = "", ...extras] = rest.split(" ")
  const forms = (declensions[type] ?? "").split(" ").map((ending) => stem + ending)
  return { word: forms[0] ?? "", forms: [...forms, ...extras] }
}

/** All words of the list. */
export const checkedWords: readonly CheckedWord[] = [
  ...lines(nouns).map(readLine),
  ...lines(adjectives).map(readAdjective),
  ...lines(verbs).map(readLine),
]
