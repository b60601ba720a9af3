import type { Instant } from "../base/index.ts"

/** A value of a field; null: there is none. */
export type FieldValue = string | number | null

/**
 * A condition on what is counted, as data: the definition of a number reads it, and storages turn it into SQL, so that
 * both say the same.
 *
 * A field is a fact of the incident (`dueAt`), of a term (`clock.dueAt`) or of a mark (`mark.subject`). A comparison
 * with a field that has no value does not hold.
 */
export type Test =
  | {
      /** Every one of them is met. */
      readonly all: readonly Test[]
    }
  | {
      /** At least one of them is met. */
      readonly any: readonly Test[]
    }
  | {
      /** It is not met. */
      readonly not: Test
    }
  | {
      /** The field. */
      readonly field: string
      /** The values, any of which it may have; null: it may have none. */
      readonly in: readonly FieldValue[]
    }
  | {
      /** The field. */
      readonly field: string
      /** It is not later than this field, or than the moment of the report (`at`). */
      readonly notAfter: string
    }
  | {
      /** The field. */
      readonly field: string
      /** It is earlier than this field. */
      readonly before: string
    }
  | {
      /** The field. */
      readonly field: string
      /** It is at least this number. */
      readonly atLeast: number
    }
  /** By the moment of the report a mark `repeated` names this incident. */
  | { readonly repeated: true }
  /** By the moment of the report another incident has a mark of the same kind and subject. */
  | { readonly sharedSubject: true }

/** What a test is asked about. */
export interface Tested {
  readonly at: Instant
  /** The value of a field. */
  readonly valueOf: (field: string) => FieldValue
  readonly isRepeated: () => boolean
  readonly isShared: () => boolean
}

/**
 * Whether a test holds.
 *
 * @param test - of a metric
 * @param tested - what it is asked about
 */
export function holds(test: Test, tested: Tested): boolean {
  if ("all" in test) return test.all.every((one) => holds(one, tested))
  if ("any" in test) return test.any.some((one) => holds(one, tested))
  if ("not" in test) return !holds(test.not, tested)
  if ("repeated" in test) return tested.isRepeated()
  if ("sharedSubject" in test) return tested.isShared()
  const value = tested.valueOf(test.field)
  if ("in" in test) return test.in.includes(value)
  if (value === null) return false
  if ("atLeast" in test) return Number(value) >= test.atLeast
  const other = "before" in test ? tested.valueOf(test.before) : test.notAfter === "at" ? tested.at : tested.valueOf(test.notAfter)
  return other !== null && ("before" in test ? value < other : value <= other)
}

/** The field has one of the values. */
export function is(field: string, ...values: readonly FieldValue[]): Test {
  return { field, in: values }
}

/** The field has a value that had come by the moment of the report. */
export function had(field: string): Test {
  return { field, notAfter: "at" }
}

/** All of the tests hold. */
export function all(...tests: readonly Test[]): Test {
  return { all: tests }
}

/** One of the tests holds. */
export function any(...tests: readonly Test[]): Test {
  return { any: tests }
}

/** The test does not hold. */
export function not(test: Test): Test {
  return { not: test }
}
