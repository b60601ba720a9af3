/** A digit string this long may be outside of what a number holds exactly (2^53 has 16 digits). */
const longNumber = /\d{16}/

/**
 * Reads JSON; whole numbers that a JavaScript number cannot hold exactly become strings of their digits, so that no id is silently rounded.
 *
 * @param text - JSON
 * @throws SyntaxError for anything else; its sentence quotes the text, so it must not be handed on
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? (JSON.parse(text, keepDigits) as unknown) : (JSON.parse(text) as unknown)
}

/** The third argument stands in V8 since 11.4: every Node that the packages allow has it. */
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}
