import type { Case } from "../api/client.ts"

/** Words of a text that a rule matched. */
export interface Mark {
  /** UTF-16 units of the text, half-open. */
  readonly start: number
  readonly end: number
  /** The rule, for people. */
  readonly rule: string
}

/**
 * The matched words of a text in their order, none of them twice: where two rules meet, the first word wins.
 *
 * @param matches - of the case
 * @param text - the text that was matched
 * @param title - names the topic of a rule
 */
export function marksOf(matches: Case["matches"], text: string, title: (topicId: string) => string): readonly Mark[] {
  const all = matches
    .flatMap(({ ruleId, topic, clauses }) =>
      clauses
        // A text that was changed since then has other words at these places.
        .filter((clause) => clause.text !== null && text.slice(clause.start, clause.end) === clause.text)
        .map(({ start, end }) => ({ start, end, rule: topic === null ? ruleId : title(topic) })),
    )
    .toSorted((one, other) => one.start - other.start || other.end - one.end)
  const marks: Mark[] = []
  for (const mark of all) if (mark.end > mark.start && mark.start >= (marks.at(-1)?.end ?? 0)) marks.push(mark)
  return marks
}
