import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef, useState, type FormEvent, type ReactNode } from "react"
import type { Item } from "../api/client.ts"
import { readList, useIdOf, useList } from "../api/queries.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Due, Ago } from "../parts/moment.tsx"
import { Empty, Failure, Skeleton } from "../parts/states.tsx"
import { StatusPill } from "../parts/status.tsx"
import { useDesk } from "../state/desk.ts"
import { useKeptViews, useUnsent } from "../state/kept.ts"
import { useKeys } from "../state/keys.ts"
import { listQuery, openFilters, type FilterName } from "../state/lists.ts"
import { caseAddress, go, queueAddress, type Route } from "../state/route.ts"
import { useWide } from "../state/wide.ts"
import { useWording } from "../text/index.ts"
import { BulkBar } from "./bulk.tsx"
import { CaseView } from "./case-view.tsx"

/** A list, and beside it the case that is open. */
export function QueuePage({ route, isKeys }: { readonly route: Route; readonly isKeys: boolean }): ReactNode {
  const { t } = useWording()
  const { view, query, number } = route
  const isWide = useWide()
  const [words, setWords] = useState("")
  const asked = useMemo(() => listQuery(view, query), [view, query.toString()])
  const list = useList(asked, words)
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const [focused, setFocused] = useState(0)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const rows = useRef<HTMLUListElement>(null)
  const known = items.find((item) => item.number === number)?.facts.incidentId
  const looked = useIdOf(known === undefined ? number : null)
  const openId = known ?? looked.data ?? null
  const place = `${view}?${query.toString()} ${words}`
  useEffect(() => {
    setFocused(0)
    setMarked(new Set())
  }, [place])
  useEffect(() => {
    document.title = `${t.views[view] ?? view} · ${t.app}`
  }, [t, view])

  const focus = (index: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, index))
    setFocused(next)
    rows.current?.querySelectorAll<HTMLAnchorElement>("a.row-link")[next]?.focus()
  }
  const addressOf = (item: Item): string => (isWide ? queueAddress(view, query, item.number) : caseAddress(item.number))
  const mark = (id: string): void => {
    const next = new Set(marked)
    if (!next.delete(id)) next.add(id)
    setMarked(next)
  }
  useKeys(
    {
      j: () => focus(document.activeElement?.closest(".rows") ? focused + 1 : focused),
      k: () => focus(focused - 1),
      ArrowDown: () => focus(document.activeElement?.closest(".rows") ? focused + 1 : focused),
      ArrowUp: () => focus(focused - 1),
      x: () => {
        const id = items[focused]?.facts.incidentId
        if (id !== undefined) mark(id)
      },
      "/": () => document.querySelector<HTMLInputElement>("#search")?.focus(),
    },
    isKeys,
  )

  const count = list.data?.pages[0]?.count
  return (
    <main className={`queue${number !== null && isWide ? " queue-open" : ""}`} id="content" tabIndex={-1}>
      <section className="list" aria-label={t.queue.list}>
        <header className="list-head">
          <div className="list-title">
            <h1>{query.get("title") ?? t.views[view] ?? view}</h1>
            <span className="muted" aria-live="off">
              {count === undefined ? "" : count.isExact ? t.queue.count(count.value) : t.queue.countMore(count.value)}
            </span>
          </div>
          <Search words={words} onWords={setWords} />
          <Filters route={route} />
        </header>
        <Fresh asked={asked} words={words} shown={items} onShow={() => void list.refetch()} />
        {list.isPending ? (
          <div className="rows-loading">
            <Skeleton lines={8} label={t.loading} />
          </div>
        ) : list.isError && items.length === 0 ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : items.length === 0 ? (
          <Empty
            icon="check"
            title={["overdue", "no-owner", "to-approve", "new"].includes(view) ? t.queue.emptyGood : t.queue.empty}
            lead={t.queue.emptyLead}
          />
        ) : (
          <>
            <ul className="rows" ref={rows}>
              {items.map((item, index) => (
                <Row
                  key={item.facts.incidentId}
                  item={item}
                  address={addressOf(item)}
                  isOpen={item.number === number}
                  isFocused={index === focused}
                  isMarked={marked.has(item.facts.incidentId)}
                  onFocus={() => setFocused(index)}
                  onMark={() => mark(item.facts.incidentId)}
                />
              ))}
            </ul>
            {list.hasNextPage ? (
              <div className="rows-more">
                <button type="button" className="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  {t.queue.more}
                </button>
              </div>
            ) : null}
          </>
        )}
        {marked.size === 0 ? null : (
          <BulkBar
            items={items.filter(({ facts }) => marked.has(facts.incidentId))}
            onClear={() => setMarked(new Set())}
            onDone={() => {
              setMarked(new Set())
              void list.refetch()
            }}
          />
        )}
      </section>
      {isWide ? (
        <section className="pane" aria-label={number === null ? t.queue.pick : t.case.number(number)}>
          {number === null ? (
            <Empty icon="inbox" title={t.queue.pick} lead={t.queue.pickLead} />
          ) : openId === null && looked.isSuccess ? (
            <Empty icon="alert" title={t.case.gone} />
          ) : (
            <CaseView
              key={openId ?? "none"}
              incidentId={openId}
              isKeys={isKeys}
              onLeave={() => {
                go(queueAddress(view, query))
                focus(focused)
              }}
              isPane
            />
          )}
        </section>
      ) : null}
    </main>
  )
}

interface RowProps {
  readonly item: Item
  readonly address: string
  readonly isOpen: boolean
  readonly isFocused: boolean
  readonly isMarked: boolean
  readonly onFocus: () => void
  readonly onMark: () => void
}

function Row({ item, address, isOpen, isFocused, isMarked, onFocus, onMark }: RowProps): ReactNode {
  const { t } = useWording()
  const { topic, authority, territory, account } = useDesk()
  const { facts, number } = item
  const unsent = useUnsent(account.id, facts.incidentId)
  return (
    <li className={`row${isOpen ? " row-open" : ""}${isMarked ? " row-marked" : ""}`}>
      <label className="row-mark">
        <input type="checkbox" checked={isMarked} onChange={onMark} aria-label={t.queue.select(number)} />
      </label>
      <Link
        href={address}
        className="row-link"
        tabIndex={isFocused ? 0 : -1}
        onFocus={onFocus}
        {...(isOpen ? { "aria-current": "true" as const } : {})}
      >
        <span className="row-top">
          <span className="row-topic">
            {facts.importance === "raised" ? (
              <span className="raised" title={t.fact.raised}>
                <Icon name="flag" size={14} />
                <span className="hidden">{t.fact.raised}</span>
              </span>
            ) : null}
            {topic(facts.topic) ?? t.fact.noTopic}
          </span>
          {facts.nextDueAt === null ? null : <Due at={facts.nextDueAt} />}
        </span>
        <span className="row-middle">
          <span className={facts.authorityId === null ? "row-owner row-none" : "row-owner"}>
            {facts.status === "candidate"
              ? (territory(facts.territoryId) ?? t.fact.noPlace)
              : (authority(facts.authorityId) ?? t.case.noOwner)}
          </span>
        </span>
        <span className="row-bottom">
          <StatusPill status={facts.status} />
          <span className="row-meta">
            № {number} · {t.network[facts.network] ?? facts.network} · <Ago at={facts.publishedAt} />
          </span>
          {unsent === "" ? null : (
            <span className="row-unsent" title={t.queue.unsent}>
              <Icon name="pen" size={14} />
              <span className="hidden">{t.queue.unsent}</span>
            </span>
          )}
        </span>
      </Link>
    </li>
  )
}

/** What came since the list was read: a bar, and no row that jumps under the finger. */
function Fresh({
  asked,
  words,
  shown,
  onShow,
}: {
  readonly asked: Parameters<typeof readList>[0]
  readonly words: string
  readonly shown: readonly Item[]
  readonly onShow: () => void
}): ReactNode {
  const { t } = useWording()
  const cache = useQueryClient()
  const fresh = useQuery({
    queryKey: ["fresh", asked, words],
    queryFn: () => readList(asked, words, ""),
    enabled: shown.length > 0 || words === "",
  })
  const ids = new Set(shown.map(({ facts }) => facts.incidentId))
  const count = fresh.data?.items.filter(({ facts }) => !ids.has(facts.incidentId)).length ?? 0
  const isEmpty = shown.length === 0
  useEffect(() => {
    // An empty list has no row that could jump.
    if (isEmpty && count > 0) onShow()
  }, [isEmpty, count])
  if (count === 0 || isEmpty) return null
  return (
    <button
      type="button"
      className="fresh"
      onClick={() => {
        onShow()
        void cache.invalidateQueries({ queryKey: ["counts"] })
      }}
    >
      <Icon name="down" size={16} /> {t.queue.fresh(count)}
    </button>
  )
}

function Search({ words, onWords }: { readonly words: string; readonly onWords: (words: string) => void }): ReactNode {
  const { t } = useWording()
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const given = new FormData(event.currentTarget).get("words")
    const text = typeof given === "string" ? given.trim() : ""
    const [, number] = /^(?:№|#|no\.?)?\s*(\d{1,9})$/i.exec(text) ?? []
    if (number === undefined) onWords(text)
    else go(caseAddress(Number(number)))
  }
  return (
    <form role="search" className="search" onSubmit={submit}>
      <Icon name="search" />
      <input
        id="search"
        name="words"
        type="search"
        defaultValue={words}
        placeholder={t.queue.search}
        aria-label={t.queue.search}
        autoComplete="off"
        enterKeyHint="search"
        onChange={(event) => {
          if (event.target.value === "") onWords("")
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          event.currentTarget.value = ""
          onWords("")
          event.currentTarget.blur()
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  )
}

const orders = ["due", "newest", "oldest", "updated", "waiting"] as const

function Filters({ route }: { readonly route: Route }): ReactNode {
  const { t } = useWording()
  const { account } = useDesk()
  const { view, query } = route
  const [views, setViews] = useKeptViews(account.id)
  const [isNaming, setNaming] = useState(false)
  const given = openFilters(view).filter((name) => query.has(name))
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(query)
    if (value === "") next.delete(name)
    else next.set(name, value)
    go(queueAddress(view, next), "replace")
  }
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const title = new FormData(event.currentTarget).get("title")
    if (typeof title === "string" && title.trim() !== "") setViews([...views, { title: title.trim(), address: queueAddress(view, query) }])
    setNaming(false)
  }
  return (
    <details className="filters" open={given.length > 0 ? true : undefined}>
      <summary>
        <Icon name="filter" size={16} />
        {t.queue.filters}
        {given.length === 0 ? null : <span className="nav-count">{given.length}</span>}
      </summary>
      <div className="filters-inside">
        {openFilters(view).map((name) => (
          <FilterField key={name} name={name} value={query.get(name) ?? ""} onChange={(value) => set(name, value)} />
        ))}
        <label className="filter">
          <span>{t.queue.order}</span>
          <select value={query.get("order") ?? ""} onChange={(event) => set("order", event.target.value)}>
            <option value="">{t.queue.any}</option>
            {orders.map((order) => (
              <option key={order} value={order}>
                {t.queue.orders[order]}
              </option>
            ))}
          </select>
        </label>
        <div className="filters-acts">
          <button type="button" className="button button-small" onClick={() => setNaming(true)}>
            {t.queue.saveView}
          </button>
          {given.length === 0 ? null : (
            <button type="button" className="button-plain" onClick={() => go(queueAddress(view), "replace")}>
              {t.queue.clear}
            </button>
          )}
        </div>
      </div>
      {isNaming ? (
        <Dialog title={t.queue.saveView} onClose={() => setNaming(false)}>
          <form className="form" onSubmit={save}>
            <label className="field">
              <span className="field-label">{t.queue.saveViewName}</span>
              <input name="title" required maxLength={60} autoFocus defaultValue={t.views[view] ?? ""} />
            </label>
            <div className="form-acts">
              <button type="submit" className="button button-main">
                {t.save}
              </button>
            </div>
          </form>
        </Dialog>
      ) : null}
    </details>
  )
}

function FilterField({
  name,
  value,
  onChange,
}: {
  readonly name: FilterName
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactNode {
  const { t } = useWording()
  const { vocabulary } = useDesk()
  const titled = (list: readonly { readonly id: string; readonly title: string }[]) =>
    list.map(({ id, title }) => [id, title] as const).toSorted(([, one], [, other]) => one.localeCompare(other, "ru"))
  const choices: Readonly<Record<FilterName, readonly [string, readonly (readonly [string, string])[]]>> = {
    topics: [t.queue.topic, titled(vocabulary.topics)],
    territoryIds: [t.queue.place, titled(vocabulary.territories)],
    authorityIds: [t.queue.owner, titled(vocabulary.authorities)],
    networks: [t.queue.network, Object.entries(t.network)],
    statuses: [t.queue.status, Object.entries(t.status)],
    importance: [
      t.queue.importance,
      [
        ["raised", t.choice["raised"] ?? ""],
        ["normal", t.choice["normal"] ?? ""],
      ],
    ],
  }
  const [label, options] = choices[name]
  return (
    <label className="filter">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t.queue.any}</option>
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
