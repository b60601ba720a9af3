const rules = { ru: new Intl.PluralRules("ru"), en: new Intl.PluralRules("en") }

/** The form of a word beside a number: one, few, many; English has the first and the last. */
export function pluralOf(language: "ru" | "en", count: number, [one, few, many]: readonly [string, string, string]): string {
  const form = rules[language].select(count)
  return form === "one" ? one : form === "few" ? few : language === "ru" ? many : few
}
