import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useState, type ReactNode } from "react"
import { ask, type Session } from "../api/client.ts"
import { listen, type LiveState } from "../api/live.ts"
import { useCounts, useStart } from "../api/queries.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Icon, type IconName } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Failure } from "../parts/states.tsx"
import { DeskContext, useDesk, useNow, type Desk } from "../state/desk.ts"
import { useKept, useKeptViews } from "../state/kept.ts"
import { useKeys } from "../state/keys.ts"
import { go, parseRoute, queueAddress, useAddress, type Route } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { dateText, timeText } from "../text/time.ts"
import { AuditPage } from "./audit.tsx"
import { CasePage } from "./case-page.tsx"
import { CoveragePage } from "./coverage.tsx"
import { EventsPage } from "./events.tsx"
import { HealthPage } from "./health.tsx"
import { Avatar, Brand } from "./login.tsx"
import { QueuePage } from "./queue.tsx"
import { RegisterPage } from "./register.tsx"
import { ReportPage } from "./report.tsx"

interface ShellProps {
  readonly session: Session
  readonly account: NonNullable<Session["account"]>
  readonly askedAt: number
}

/** Everything around a page, for somebody who is signed in. */
export function Shell({ session, account, askedAt }: ShellProps): ReactNode {
  const { t } = useWording()
  const start = useStart(true)
  const cache = useQueryClient()
  const [said, setSaid] = useState<{ readonly text: string; readonly tone: "good" | "bad"; readonly id: number } | null>(null)
  const [live, setLive] = useState<LiveState>("open")
  const isOpen = start.data !== undefined

  useEffect(() => {
    if (!isOpen) return
    return listen(cache, setLive, () => undefined)
  }, [cache, isOpen, account.id])
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), said.tone === "bad" ? 9000 : 4000)
    return () => clearTimeout(timer)
  }, [said])

  const desk = useMemo<Desk | null>(() => {
    if (start.data === undefined) return null
    const { rights, vocabulary } = start.data
    const titles = (list: readonly { readonly id: string; readonly title: string }[]) => {
      const known = new Map(list.map(({ id, title }) => [id, title]))
      return (id: string | null) => (id === null ? null : (known.get(id) ?? id))
    }
    return {
      session,
      account,
      rights,
      vocabulary,
      topic: titles(vocabulary.topics),
      authority: titles(vocabulary.authorities),
      territory: titles(vocabulary.territories),
      person: ({ id, kind }) => session.people[id] ?? (kind === "system" ? t.system : id),
      offset: Date.parse(session.now) - askedAt,
      say: (text, tone = "good") => setSaid((last) => ({ text, tone, id: (last?.id ?? 0) + 1 })),
    }
  }, [start.data, session, account, askedAt, t])

  if (desk === null) {
    return (
      <main className="alone" aria-busy={!start.isError}>
        {start.isError ? <Failure error={start.error} onRetry={() => void start.refetch()} /> : <p className="opening">{t.opening}</p>}
      </main>
    )
  }
  return (
    <DeskContext value={desk}>
      <Frame live={live} />
      <div className="toasts" role="status" aria-live="polite">
        {said === null ? null : (
          <p key={said.id} className={`toast toast-${said.tone}`}>
            {said.text}
          </p>
        )}
      </div>
    </DeskContext>
  )
}

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine)
  useEffect(() => {
    const on = (): void => setOnline(navigator.onLine)
    addEventListener("online", on)
    addEventListener("offline", on)
    return () => {
      removeEventListener("online", on)
      removeEventListener("offline", on)
    }
  }, [])
  return isOnline
}

function Frame({ live }: { readonly live: LiveState }): ReactNode {
  const { t } = useWording()
  const route = parseRoute(useAddress())
  const [isMenu, setMenu] = useState(false)
  const [isHelp, setHelp] = useState(false)
  const [keysKept] = useKept("keys", "on")
  const isOnline = useOnline()
  const address = useAddress()
  useEffect(() => setMenu(false), [address])
  useKeys(
    {
      "g q": () => go(queueAddress("open")),
      "g i": () => go(queueAddress("new")),
      "g n": () => go(queueAddress("no-owner")),
      "g a": () => go(queueAddress("to-approve")),
      "g r": () => go("/report"),
      "?": () => setHelp(true),
    },
    keysKept === "on",
  )
  const isCase = route.page === "case"
  return (
    <div className={`shell${isMenu ? " shell-menu" : ""}`}>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <aside className="side" id="menu">
        <SideBar route={route} address={address} onHelp={() => setHelp(true)} />
      </aside>
      <button type="button" className="shade" aria-label={t.close} tabIndex={isMenu ? 0 : -1} onClick={() => setMenu(false)} />
      <div className={`stage${isCase ? " stage-case" : ""}`}>
        {isOnline && live === "open" ? null : (
          <p className="banner" role="status">
            <Icon name="alert" size={16} /> {isOnline ? t.reconnecting : t.offline}
          </p>
        )}
        <Page route={route} isKeys={keysKept === "on"} />
      </div>
      <BottomBar route={route} isMenu={isMenu} onMenu={() => setMenu(!isMenu)} />
      {isHelp ? (
        <Dialog title={t.keys.title} onClose={() => setHelp(false)}>
          <p className="muted">{t.keys.lead}</p>
          <dl className="keys">
            {t.keys.rows.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  {keys.split(" / ").map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      ) : null}
    </div>
  )
}

function Page({ route, isKeys }: { readonly route: Route; readonly isKeys: boolean }): ReactNode {
  switch (route.page) {
    case "case":
      return <CasePage number={route.number} incidentId={route.incidentId} isKeys={isKeys} />
    case "register":
      return <RegisterPage />
    case "report":
      return <ReportPage query={route.query} />
    case "events":
      return <EventsPage />
    case "coverage":
      return <CoveragePage />
    case "health":
      return <HealthPage />
    case "audit":
      return <AuditPage query={route.query} />
    default:
      return <QueuePage route={route} isKeys={isKeys} />
  }
}

/** The lists whose numbers are shown, in the order of a working day. */
const countedViews = ["new", "no-owner", "to-approve", "overdue", "due-today", "author-waits", "mine", "promises-this-week"]

interface NavItem {
  readonly address: string
  readonly title: string
  readonly icon?: IconName
  readonly count?: string | undefined
  readonly isCurrent: boolean
  readonly isHot?: boolean
}

function NavLink({ address, title, icon, count, isCurrent, isHot = false }: NavItem): ReactNode {
  return (
    <li>
      <Link
        href={address}
        className={`nav-link${isCurrent ? " nav-current" : ""}`}
        {...(isCurrent ? { "aria-current": "page" as const } : {})}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        <span className="nav-title">{title}</span>
        {count === undefined ? null : <span className={`nav-count${isHot ? " nav-hot" : ""}`}>{count}</span>}
      </Link>
    </li>
  )
}

function SideBar({ route, address, onHelp }: { readonly route: Route; readonly address: string; readonly onHelp: () => void }): ReactNode {
  const { t } = useWording()
  const { rights, account } = useDesk()
  const counts = useCounts(countedViews)
  const [views, setViews] = useKeptViews(account.id)
  const countOf = (view: string): string | undefined => {
    const count = counts.data?.[view]
    if (count === undefined) return undefined
    return count.isExact ? (count.value === 0 ? "" : String(count.value)) : `${count.value}+`
  }
  const list = (view: string, icon?: IconName, isHot = false): ReactNode => (
    <NavLink
      key={view}
      address={queueAddress(view)}
      title={t.views[view] ?? view}
      {...(icon === undefined ? {} : { icon })}
      count={countOf(view)}
      isHot={isHot && (counts.data?.[view]?.value ?? 0) > 0}
      isCurrent={route.page === "queue" && route.view === view}
    />
  )
  return (
    <div className="side-inside">
      <div className="side-head">
        <Link href={queueAddress("open")} className="brand-link">
          <Brand />
        </Link>
      </div>
      <DeskClock />
      <nav aria-label={t.nav.title} className="nav">
        <ul>
          {list("open", "inbox")}
          {list("new", "star")}
          {list("no-owner", "person")}
          {list("to-approve", "check")}
          {rights.commands["register"] === "nowhere" ? null : (
            <NavLink address="/register" title={t.nav.register} icon="plus" isCurrent={route.page === "register"} />
          )}
        </ul>
        <h2 className="nav-head">{t.nav.views}</h2>
        <ul>
          {list("overdue", "alert", true)}
          {list("due-today", "clock")}
          {list("author-waits", "note")}
          {list("mine", "flag")}
          {list("promises-this-week", "list")}
          {list("closed", "book")}
        </ul>
        {views.length === 0 ? null : (
          <>
            <h2 className="nav-head">{t.nav.own}</h2>
            <ul className="nav-own">
              {views.map((view) => (
                <li key={view.address} className="nav-row">
                  <Link
                    href={view.address}
                    className={`nav-link${address === view.address ? " nav-current" : ""}`}
                    {...(address === view.address ? { "aria-current": "page" as const } : {})}
                  >
                    <Icon name="filter" />
                    <span className="nav-title">{view.title}</span>
                  </Link>
                  <button
                    type="button"
                    className="button-plain button-icon nav-remove"
                    aria-label={`${t.queue.removeView}: ${view.title}`}
                    onClick={() => setViews(views.filter((one) => one !== view))}
                  >
                    <Icon name="close" size={14} />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <h2 className="nav-head">{t.nav.figures}</h2>
        <ul>
          {rights.readings["report"] === "nowhere" ? null : (
            <NavLink address="/report" title={t.nav.reports} icon="chart" isCurrent={route.page === "report"} />
          )}
          <NavLink address="/events" title={t.nav.events} icon="alert" isCurrent={route.page === "events"} />
          {rights.readings["coverage"] === "nowhere" ? null : (
            <NavLink address="/coverage" title={t.nav.coverage} icon="eye" isCurrent={route.page === "coverage"} />
          )}
          <NavLink address="/health" title={t.nav.health} icon="pulse" isCurrent={route.page === "health"} />
          {rights.readings["journal"] === "nowhere" ? null : (
            <NavLink address="/audit" title={t.nav.audit} icon="book" isCurrent={route.page === "audit"} />
          )}
        </ul>
      </nav>
      <Account onHelp={onHelp} />
    </div>
  )
}

function DeskClock(): ReactNode {
  const { t, language } = useWording()
  const { session } = useDesk()
  const now = useNow()
  if (session.playing !== null) {
    const { done, total, at } = session.playing
    const percent = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100))
    return (
      <p className="desk-clock">
        <progress value={percent} max={100} aria-label={t.playing(percent, "")} />
        <span>{t.playing(percent, timeText(at ?? session.now, language, session.zone))}</span>
      </p>
    )
  }
  return (
    <p className="desk-clock">
      {dateText(now, language, session.zone)}, <strong>{timeText(now, language, session.zone)}</strong>
    </p>
  )
}

function Account({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const { t, language } = useWording()
  const { account } = useDesk()
  const cache = useQueryClient()
  const [theme, setTheme] = useKept("theme", "auto")
  const [, setLanguage] = useKept("language", language)
  const [keys, setKeys] = useKept("keys", "on")
  const leave = async (): Promise<void> => {
    await ask("/session/end", {})
    cache.clear()
    go("/", "replace")
    await cache.refetchQueries({ queryKey: ["session"] })
    location.assign("/")
  }
  return (
    <details className="account" name="account">
      <summary>
        <Avatar name={account.name} />
        <span className="person-words">
          <span className="person-name">{account.name}</span>
          <span className="person-post">{account.post[language]}</span>
        </span>
        <Icon name="down" />
      </summary>
      <div className="account-menu">
        <label className="row-field">
          <span>{t.theme.title}</span>
          <select value={theme} onChange={(event) => setTheme(event.target.value)}>
            <option value="auto">{t.theme.auto}</option>
            <option value="light">{t.theme.light}</option>
            <option value="dark">{t.theme.dark}</option>
          </select>
        </label>
        <label className="row-field">
          <span>{t.language}</span>
          <select value={language} onChange={(event) => setLanguage(event.target.value)}>
            <option value="ru" lang="ru">
              Русский
            </option>
            <option value="en" lang="en">
              English
            </option>
          </select>
        </label>
        <label className="row-field">
          <span>{t.keysOn}</span>
          <input type="checkbox" checked={keys === "on"} onChange={(event) => setKeys(event.target.checked ? "on" : "off")} />
        </label>
        <button type="button" className="button-plain account-line" onClick={onHelp}>
          <kbd>?</kbd> {t.keys.title}
        </button>
        <button type="button" className="button-plain account-line" onClick={() => void leave()}>
          <Icon name="out" /> {t.signOut}
        </button>
      </div>
    </details>
  )
}

function BottomBar({ route, isMenu, onMenu }: { readonly route: Route; readonly isMenu: boolean; readonly onMenu: () => void }): ReactNode {
  const { t } = useWording()
  const item = (view: string, icon: IconName, title: string): ReactNode => {
    const isCurrent = !isMenu && route.page === "queue" && route.view === view
    return (
      <Link href={queueAddress(view)} className="bottom-link" {...(isCurrent ? { "aria-current": "page" as const } : {})}>
        <Icon name={icon} size={22} />
        <span>{title}</span>
      </Link>
    )
  }
  return (
    <nav className="bottom" aria-label={t.menu}>
      {item("open", "inbox", t.nav.queue)}
      {item("new", "star", t.views["new"] ?? "")}
      {item("to-approve", "check", t.nav.approvals)}
      <button type="button" className="bottom-link" aria-expanded={isMenu} aria-controls="menu" onClick={onMenu}>
        <Icon name="menu" size={22} />
        <span>{t.more}</span>
      </button>
    </nav>
  )
}
