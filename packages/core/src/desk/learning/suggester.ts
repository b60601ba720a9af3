import type { Instant } from "../../base/index.ts"

/** A rule that matched a message. */
export interface RuleHit {
  /** The rule. */
  readonly ruleId: string
  /** Its topic; null: it has none. */
  readonly topic: string | null
}

/** What suggestions are made of: the words, the rules, the place. No person is in it. */
export interface SuggestionInput {
  /** What the citizens wrote; empty where it was erased. */
  readonly text: string
  /** The rules that matched. */
  readonly rules: readonly RuleHit[]
  /** Where it is; null: unknown. */
  readonly territoryId: string | null
}

/** What people decided about an incident, for a suggester to learn. */
export interface Lesson extends SuggestionInput {
  /** The incident. */
  readonly incidentId: string
  /** Its number. */
  readonly number: number
  /** When it was decided. */
  readonly at: Instant
  /**
   * The topic that a person set, or that was left as it was until the final reply; null: nobody confirmed any, or it is
   * no complaint.
   */
  readonly topic: string | null
  /** Who took it up, or was decided to own it; null: nobody yet. */
  readonly authorityId: string | null
}

/** Why a topic is suggested. */
export interface TopicReasons {
  /** The words that say most, as places in the text; `weight` is their part of what all words say, 0 to 1. */
  readonly words: readonly {
    /** First UTF-16 unit. */
    readonly start: number
    /** After the last UTF-16 unit. */
    readonly end: number
    /** Part of the whole, 0 to 1. */
    readonly weight: number
  }[]
  /** The rules that speak for it. */
  readonly rules: readonly string[]
  /** The nearest earlier incidents with the topic; `likeness` from 0 to 1. */
  readonly incidents: readonly {
    /** The incident. */
    readonly id: string
    /** Its number. */
    readonly number: number
    /** Cosine of the two texts, 0 to 1. */
    readonly likeness: number
  }[]
}

/** What a suggester answers. */
export interface Suggestions {
  /** At most 5, the likeliest first; each has a reason. */
  readonly topics: readonly {
    /** Its id. */
    readonly topic: string
    /** How many of such suggestions are right, 0 to 1; null until 200 were decided. */
    readonly share: number | null
    /** Why. */
    readonly because: TopicReasons
  }[]
  /** Groups of topics, the likeliest first. */
  readonly groups: readonly {
    /** Its name, as topics have it. */
    readonly group: string
    /** As that of a topic. */
    readonly share: number | null
  }[]
  /** At most 3 owners, the likeliest first. */
  readonly authorities: readonly {
    /** Its id. */
    readonly authorityId: string
    /** As that of a topic. */
    readonly share: number | null
    /** Why. */
    readonly because: {
      /** How many incidents of the likeliest topic it had. */
      readonly topicHistory: number
      /** Likeness of the text to what it had, 0 to 1. */
      readonly words: number
      /** How many incidents of the same territory it had. */
      readonly territory: number
    }
  }[]
  /** None of the ten nearest earlier incidents has the likeliest topic. */
  readonly unlike: boolean
  /** What it has learned from. */
  readonly learned: {
    /** How many incidents. */
    readonly incidents: number
    /** The moment of the last decision; null: none yet. */
    readonly asOf: Instant | null
  }
}

/** What a suggester knows at one moment. Holds no word: hashes under a key, sums and counts. */
export interface SuggesterModel {
  /** Takes in what was decided; what it had of the same incident is replaced. */
  learn(lesson: Lesson): void
  /**
   * Takes away what it had of an incident whose text is erased: nothing of it is left.
   *
   * @returns whether it had anything
   */
  forget(lesson: Lesson): boolean
  /** Incidents whose texts it wants once after it was opened, since a word that came once is never stored. */
  readonly recent: readonly string[]
  /** Gives it one of those. */
  remind(lesson: Lesson): void
  /** What an incident may be about, and whose it may be. */
  suggest(input: SuggestionInput): Suggestions
  /** Everything that is to be stored: the same lessons in the same order give the same bytes. */
  body(): Uint8Array
}

/** The contract of a suggester, version 1: `createSuggester` of `@otklik/suggest` makes one. */
export interface SuggesterV1 {
  readonly specificationVersion: "v1"
  /** The form of the stored bytes. Those of another form are not read: everything is learned anew. */
  readonly format: string
  /**
   * A model of stored bytes; null: one that has learned nothing but the names of topics.
   *
   * @param body - what {@link SuggesterModel.body} gave, in this form
   */
  open(body: Uint8Array | null): SuggesterModel
}

/** The newest version of the contract. */
export type Suggester = SuggesterV1
