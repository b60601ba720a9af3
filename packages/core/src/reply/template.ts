import { DeskError } from "../base/index.ts"

/** Facts of a template, by name. */
export type TemplateFacts = Readonly<Record<string, string | null | undefined>>

const slot = /\{([a-z][A-Za-z0-9]*)\}/g

/**
 * Fills a template: `{authority} will answer until {dueAt}`. A reply with a hole in it is never made.
 *
 * @param template - text with facts' names in braces
 * @param facts - a value for each name; null, undefined and blank count as missing
 * @throws DeskError `missing-fact` with the names of every fact that is missing
 */
export function renderReply(template: string, facts: TemplateFacts): string {
  const { text, missing } = fillTemplate(template, facts)
  if (missing.length > 0) throw new DeskError("missing-fact", `the template needs ${missing.join(", ")}`, { facts: missing })
  return text
}

/** Fills a template as far as its facts are known: what is missing stays in its braces, and is named. */
export function fillTemplate(template: string, facts: TemplateFacts): { readonly text: string; readonly missing: readonly string[] } {
  const missing = new Set<string>()
  const text = template.replaceAll(slot, (hole, name: string) => {
    const value = Object.hasOwn(facts, name) ? facts[name] : undefined
    if (value !== null && value !== undefined && value.trim() !== "") return value
    missing.add(name)
    return hole
  })
  return { text, missing: [...missing] }
}

/**
 * The names of the facts that a template needs, each once, in the order of the text: what a form must ask for.
 *
 * @param template - text with facts' names in braces
 */
export function templateFacts(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(slot), ([, name = ""]) => name))]
}
