import { useQueryClient } from "@tanstack/react-query"
import { useState, type FormEvent, type ReactNode } from "react"
import { ask, Problem, type Session } from "../api/client.ts"
import { Icon } from "../parts/icon.tsx"
import { problemText } from "../parts/states.tsx"
import { useWording } from "../text/index.ts"

/** Who are you? A name and a password; on this machine alone the invented people, one tap each. */
export function LoginPage({
  session,
  onLanguage,
}: {
  readonly session: Session
  readonly onLanguage: (language: string) => void
}): ReactNode {
  const { t, language } = useWording()
  const cache = useQueryClient()
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const enter = async (id: string, password: string): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      await ask("/session", { id, password })
      cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" })
      await cache.refetchQueries({ queryKey: ["session"] })
    } catch (error) {
      const code = error instanceof Problem ? error.code : ""
      setFailure(code === "wrong-password" ? t.login.wrong : code === "too-many-tries" ? t.login.late : problemText(error, t))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [id, password] = [form.get("id"), form.get("password")]
    void enter(typeof id === "string" ? id : "", typeof password === "string" ? password : "")
  }

  return (
    <main className="login" id="content">
      <div className="login-card">
        <header className="login-head">
          <Brand />
          <button
            type="button"
            className="button-plain"
            lang={language === "ru" ? "en" : "ru"}
            onClick={() => onLanguage(language === "ru" ? "en" : "ru")}
          >
            {language === "ru" ? "English" : "Русский"}
          </button>
        </header>
        {session.offered === null ? (
          <form className="form" onSubmit={submit}>
            <h1>{t.login.title}</h1>
            <label className="field">
              <span className="field-label">{t.login.name}</span>
              <input name="id" autoComplete="username" required autoFocus />
            </label>
            <label className="field">
              <span className="field-label">{t.login.password}</span>
              <input name="password" type="password" autoComplete="current-password" required />
            </label>
            <button type="submit" className="button button-main" disabled={busy}>
              {t.login.enter}
            </button>
          </form>
        ) : (
          <>
            <h1>{t.login.pick}</h1>
            <p className="muted">{t.login.pickLead}</p>
            <ul className="people">
              {session.offered.map(({ id, name, post }) => (
                <li key={id}>
                  <button type="button" className="person" disabled={busy} onClick={() => void enter(id, session.offeredPassword ?? "")}>
                    <Avatar name={name} />
                    <span className="person-words">
                      <span className="person-name">{name}</span>
                      <span className="person-post">{post[language]}</span>
                    </span>
                    <Icon name="down" />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <p className="form-failure" role="alert">
          {failure}
        </p>
      </div>
    </main>
  )
}

/** The name of the desk and of the region. */
export function Brand(): ReactNode {
  const { t } = useWording()
  return (
    <span className="brand">
      <img src="/icon.svg" alt="" width="36" height="36" />
      <span>
        <strong>{t.app}</strong>
        <small>{t.region}</small>
      </span>
    </span>
  )
}

/** The initials of somebody, in a quiet colour of their own. */
export function Avatar({ name }: { readonly name: string }): ReactNode {
  const initials = name
    .split(" ")
    .slice(0, 2)
    .map((word) => word.slice(0, 1))
    .join("")
  const tone = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6
  return (
    <span className={`avatar tone-${tone}`} aria-hidden="true">
      {initials}
    </span>
  )
}
