/**
 * What a reply has in the place of the number by which whoever gets it knows their complaint: each gets their own. So
 * the approver reads one text, and a network that takes a text of an account once takes it from everybody.
 */
export const numberMark = "{number}"

/** A text as one of many gets it. */
export function withNumber(text: string, number: number): string {
  return text.replaceAll(numberMark, String(number))
}

/** A text as it is checked: a word of the same length for the number, so that places in it stay where they are. */
export function withoutMark(text: string): string {
  return text.replaceAll(numberMark, " number ")
}
