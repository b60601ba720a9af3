/** How a word is compared: any form of it, exactly this form, or every word that begins so. */
export type WordMatch = "forms" | "exact" | "prefix"

/** A word of a phrase. */
export interface PhraseWord {
  /** The word, folded. */
  readonly text: string
  /** How it is compared. */
  readonly match: WordMatch
}

/** `батарея`, `=батареи`, `отопл*`, `батарея~1` */
export interface WordQuery extends PhraseWord {
  readonly type: "word"
  /** One letter may be wrong, missing, too many or swapped with its neighbour. */
  readonly typos?: 1 | undefined
}

/** `"нет воды"~2` */
export interface PhraseQuery {
  readonly type: "phrase"
  /** Two or more. */
  readonly words: readonly PhraseWord[]
  /** How many other words may be in between altogether; 0 when side by side. */
  readonly slack: number
}

/** `#нетсвета` (`text` without the sign). */
export interface HashtagQuery {
  readonly type: "hashtag"
  /** The tag, folded, without `#`. */
  readonly text: string
}

/** `@admin` (`text` without the sign). */
export interface MentionQuery {
  readonly type: "mention"
  /** The name, folded, without `@`. */
  readonly text: string
}

/** The fields of a message that a query can ask for. */
export type FieldName = "network" | "kind" | "has" | "source"

/** `network:vk`, `kind:comment`, `has:photo`, `source:ID` */
export interface FieldQuery {
  readonly type: "field"
  /** The field of the message. */
  readonly field: FieldName
  /** The value that it must have. */
  readonly value: string
}

/** What may be adjacent to `NEAR`: words, tags, phrases, and alternatives of them. */
export type NearOperand =
  | WordQuery
  | PhraseQuery
  | HashtagQuery
  | MentionQuery
  | {
      readonly type: "or"
      /** The alternatives. */
      readonly clauses: readonly NearOperand[]
    }

/** `A NEAR/3 B`, `A NEAR/3f B` */
export interface NearQuery {
  readonly type: "near"
  /** One operand. */
  readonly left: NearOperand
  /** The other operand. */
  readonly right: NearOperand
  /** How many word positions apart at most; 1 is side by side. */
  readonly distance: number
  /** Whether A must come before B. */
  readonly ordered: boolean
}

/** A query as data. `parseQuery` makes it of text, `printQuery` makes text of it. */
export type Query =
  | WordQuery
  | PhraseQuery
  | HashtagQuery
  | MentionQuery
  | FieldQuery
  | NearQuery
  | {
      readonly type: "and"
      /** The clauses, in the order of the text. */
      readonly clauses: readonly Query[]
    }
  | {
      readonly type: "or"
      /** The clauses, in the order of the text. */
      readonly clauses: readonly Query[]
    }
  | {
      readonly type: "not"
      /** The clause that must not match. */
      readonly clause: Query
    }

/** Merges `and` in `and`, and `or` in `or`. */
export function flatten(query: Query): Query {
  switch (query.type) {
    case "and":
    case "or": {
      const clauses = query.clauses.flatMap((clause) => {
        const flat = flatten(clause)
        return flat.type === query.type ? flat.clauses : [flat]
      })
      return { type: query.type, clauses }
    }
    case "not":
      return { type: "not", clause: flatten(query.clause) }
    case "near":
      return { ...query, left: flattenOperand(query.left), right: flattenOperand(query.right) }
    default:
      return query
  }
}

function flattenOperand(operand: NearOperand): NearOperand {
  if (operand.type !== "or") return operand
  const clauses = operand.clauses.flatMap((clause) => {
    const flat = flattenOperand(clause)
    return flat.type === "or" ? flat.clauses : [flat]
  })
  return { type: "or", clauses }
}

/**
 * Whether a query holds only for messages that have something it names. `a`, `a -b` and `network:vk` do; `-a` and
 * `a | -b` do not.
 *
 * @param query - a query
 */
export function isPositive(query: Query): boolean {
  return needsSomething(query, true)
}

function needsSomething(query: Query, positive: boolean): boolean {
  switch (query.type) {
    case "not":
      return needsSomething(query.clause, !positive)
    case "and":
    case "or":
      return (query.type === "and") === positive
        ? query.clauses.some((clause) => needsSomething(clause, positive))
        : query.clauses.every((clause) => needsSomething(clause, positive))
    default:
      return positive
  }
}
