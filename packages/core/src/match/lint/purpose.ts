import { foldText } from "../fold/fold.ts"
import { wordsOf } from "../query/expand.ts"
import { printQuery } from "../query/print.ts"
import type { Query } from "../query/query.ts"

/** A clause that searches for something a help desk must not search for. */
export interface ForbiddenPurpose {
  readonly message: string
  readonly clause: string
}

/**
 * Beginnings of words, folded. They follow the special categories of personal data (152-ФЗ, article 10; GDPR, article
 * 9): political views, religion and ethnic origin. Health is not among them: complaints about health services are
 * ordinary work.
 */
const purposes: readonly { readonly what: string; readonly beginnings: readonly string[] }[] = [
  {
    what: "political views",
    beginnings:
      "митинг пикет оппозици протест революц иноагент экстремис едросс партийн избират агитац политик либерал коммунист активист".split(
        " ",
      ),
  },
  {
    what: "religion",
    beginnings: "православ мусульман ислам христиан иуде буддис атеис сектант религи вероисповед верующ".split(" "),
  },
  { what: "ethnic origin", beginnings: "национальност мигрант гастарбайтер нерусск инородц".split(" ") },
]

const patronymic = /^\p{L}{2,}(?:ович|евич|ьич|овн(?:а|ы|е|у|ой)|евн(?:а|ы|е|у|ой)|иничн(?:а|ы|е|у|ой)|(?:ов|ев)ич(?:а|у|ем|е))$/u
/** Words that end like a patronymic and are none. */
const notPatronymic =
  /^(?:основ|уровн|ровн|деревн|духовн|церковн|чиновн|кровн|готовн|словн|царевн|поневн|безусловн|условн|виновн|верховн|любовн|грунтовн)/u

/** The clauses of a query that hunt for political views, religion, ethnic origin or a named person. */
export function forbiddenPurpose(query: Query): readonly ForbiddenPurpose[] {
  const found = new Map<string, ForbiddenPurpose>()
  for (const word of wordsOf(query)) {
    const clause = printQuery({ type: "word", text: word.text, match: word.match })
    for (const { text: folded } of foldText(word.text)) {
      const purpose = purposes.find(({ beginnings }) => beginnings.some((beginning) => folded.startsWith(beginning)))
      if (purpose !== undefined) found.set(clause, { message: `a help desk must not search for ${purpose.what}`, clause })
      else if (patronymic.test(folded) && !notPatronymic.test(folded))
        found.set(clause, { message: "a help desk must not search for a named person", clause })
    }
  }
  return [...found.values()]
}
