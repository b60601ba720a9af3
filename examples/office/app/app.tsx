import { useEffect, useMemo, type ReactNode } from "react"
import { useSession } from "./api/queries.ts"
import { LoginPage } from "./pages/login.tsx"
import { Shell } from "./pages/shell.tsx"
import { Failure } from "./parts/states.tsx"
import { useKept } from "./state/kept.ts"
import { en } from "./text/en.ts"
import { WordingContext, type Language, type Wording } from "./text/index.ts"
import { ru } from "./text/ru.ts"

const dictionaries = { ru, en }

/** The desk: its words, and the page of signing in until somebody is signed in. */
export function App(): ReactNode {
  const usual = navigator.languages.some((name) => name.startsWith("ru")) ? "ru" : "en"
  const [kept, setLanguage] = useKept("language", usual)
  const language: Language = kept === "en" ? "en" : "ru"
  const [theme] = useKept("theme", "auto")
  const wording = useMemo<Wording>(() => ({ language, t: dictionaries[language] }), [language])
  const session = useSession()
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset["theme"] = theme
  }, [language, theme])
  return (
    <WordingContext value={wording}>
      {session.data === undefined ? (
        session.isError ? (
          <main className="alone">
            <Failure error={session.error} onRetry={() => void session.refetch()} />
          </main>
        ) : (
          <main className="alone" aria-busy="true" />
        )
      ) : session.data.account === null ? (
        <LoginPage session={session.data} onLanguage={setLanguage} />
      ) : (
        <Shell session={session.data} account={session.data.account} askedAt={session.data.askedAt} />
      )}
    </WordingContext>
  )
}
