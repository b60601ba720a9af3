import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, type ReactNode } from "react"
import { api, dataOf, Problem, type Report } from "../api/client.ts"
import { Link } from "../parts/link.tsx"
import { Empty, Failure, Skeleton } from "../parts/states.tsx"
import { useDesk, useNow } from "../state/desk.ts"
import { go, queueAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { durationText, isoDate } from "../text/time.ts"

type Row = Report["totals"]

/** A date some days away, as fields of forms have it. */
function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

const dimensions = ["topic", "authority", "territory", "network"] as const
type Dimension = (typeof dimensions)[number]
const filterOf: Readonly<Record<Dimension, string>> = {
  topic: "topics",
  authority: "authorityIds",
  territory: "territoryIds",
  network: "networks",
}

/** The API gives a report as CSV too, to who asks for it. */
async function readReport(zone: string, from: string, to: string): Promise<Report> {
  const data = await dataOf(api.GET("/report", { params: { query: { zone, from, to, compareWith: "previous" } } }))
  if (typeof data === "string") throw new Problem("other", 200, "a report was expected")
  return data
}

/** The figures of a period: every number leads to its cases. */
export function ReportPage({ query }: { readonly query: URLSearchParams }): ReactNode {
  const { t, language } = useWording()
  const { session } = useDesk()
  const today = isoDate(useNow(), session.zone)
  const from = query.get("from") ?? today
  const to = query.get("to") ?? shift(from, 1)
  const by = dimensions.find((one) => one === query.get("by")) ?? "topic"
  const report = useQuery({
    queryKey: ["report", from, to],
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
    queryFn: () => readReport(session.zone, from, to),
  })
  useEffect(() => {
    document.title = `${t.report.title} · ${t.app}`
  }, [t])
  const set = (change: Readonly<Record<string, string>>): void => {
    const next = new URLSearchParams({ from, to, by, ...change })
    go(`/report?${next.toString()}`, "replace")
  }
  const presets: readonly (readonly [string, string, string])[] = [
    [t.report.today, today, shift(today, 1)],
    [t.report.yesterday, shift(today, -1), today],
    [t.report.days, shift(today, -1), shift(today, 1)],
  ]
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.report.title}</h1>
        <div className="segments" role="group" aria-label={t.report.custom}>
          {presets.map(([title, start, end]) => (
            <button key={title} type="button" aria-pressed={from === start && to === end} onClick={() => set({ from: start, to: end })}>
              {title}
            </button>
          ))}
        </div>
        <label className="inline-field">
          <span>{t.report.from}</span>
          <input
            type="date"
            value={from}
            max={shift(to, -1)}
            onChange={(event) => event.target.value !== "" && set({ from: event.target.value })}
          />
        </label>
        <label className="inline-field">
          <span>{t.report.to}</span>
          <input
            type="date"
            value={shift(to, -1)}
            min={from}
            onChange={(event) => event.target.value !== "" && set({ to: shift(event.target.value, 1) })}
          />
        </label>
        <p className="muted">{t.report.compared}</p>
      </header>
      {report.isError && report.data === undefined ? (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      ) : report.data === undefined ? (
        <Skeleton lines={9} label={t.loading} />
      ) : (
        <>
          <Cards report={report.data} />
          <div className="segments" role="group" aria-label={t.report.byTopic}>
            {dimensions.map((one) => (
              <button key={one} type="button" aria-pressed={by === one} onClick={() => set({ by: one })}>
                {{ topic: t.report.byTopic, authority: t.report.byOwner, territory: t.report.byPlace, network: t.report.byNetwork }[one]}
              </button>
            ))}
          </div>
          <Split report={report.data} by={by} />
          <details className="all-figures">
            <summary>{t.report.all}</summary>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.report.number}</th>
                  <th scope="col" className="number">
                    {t.report.now}
                  </th>
                  <th scope="col" className="number">
                    {t.report.before}
                  </th>
                </tr>
              </thead>
              <tbody>
                {report.data.metrics
                  .filter(({ id }) => report.data.totals.numbers[id] !== undefined && !id.startsWith("term:"))
                  .map((metric) => (
                    <tr key={metric.id}>
                      <th scope="row">
                        {metric.title[language]}
                        <small>{metric.definition[language]}</small>
                      </th>
                      <td className="number">
                        <Drill report={report.data} metric={metric.id} value={report.data.totals.numbers[metric.id] ?? 0} />
                      </td>
                      <td className="number muted">{report.data.totals.previous?.numbers[metric.id] ?? t.nothing}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </main>
  )
}

interface DrillProps {
  readonly report: Report
  readonly metric: string
  readonly value: number
  readonly filter?: readonly [name: string, value: string]
  readonly label?: string
}

/** A number that leads to the cases behind it. */
function Drill({ report, metric, value, filter, label }: DrillProps): ReactNode {
  const { language } = useWording()
  if (value === 0) return <span className="zero">0</span>
  const title = report.metrics.find(({ id }) => id === metric)?.title[language] ?? metric
  const query = new URLSearchParams({ metric, metricFrom: report.period.from, metricTo: report.period.to, metricAt: report.at, title })
  if (filter !== undefined) query.set(...filter)
  return (
    <Link href={queueAddress("all", query)} aria-label={`${label ?? title}: ${value}`}>
      {value}
    </Link>
  )
}

const percent = (share: number | null | undefined): string => (share === null || share === undefined ? "–" : `${Math.round(share * 100)} %`)

function Cards({ report }: { readonly report: Report }): ReactNode {
  const { t, language } = useWording()
  const { totals } = report
  const card = (metric: string, tone = ""): ReactNode => (
    <li className={`card ${tone}`} title={report.metrics.find(({ id }) => id === metric)?.definition[language]}>
      <span className="card-title">{report.metrics.find(({ id }) => id === metric)?.title[language]}</span>
      <span className="card-number">
        <Drill report={report} metric={metric} value={totals.numbers[metric] ?? 0} />
      </span>
      <Change now={totals.numbers[metric] ?? 0} before={totals.previous?.numbers[metric]} />
    </li>
  )
  const share = totals.shares?.["inTime"]?.share
  const first = totals.durations?.["toFirstReply"]
  return (
    <ul className="cards">
      {card("received")}
      {card("answered")}
      <li className="card">
        <span className="card-title">{t.report.inTime}</span>
        <span className="card-number">{percent(share)}</span>
        <span className="muted">
          {t.report.was(percent(totals.previous?.shares?.["inTime"]?.share))}
          {typeof first?.medianMinutes === "number" ? ` · ${t.report.median} ${durationText(first.medianMinutes * 60_000, t)}` : ""}
        </span>
      </li>
      {card("overdueOpen", (totals.numbers["overdueOpen"] ?? 0) > 0 ? "card-bad" : "")}
      {card("openAfter")}
      {card("closed")}
    </ul>
  )
}

function Change({ now, before }: { readonly now: number; readonly before: number | null | undefined }): ReactNode {
  const { t } = useWording()
  if (before === undefined || before === null) return null
  const arrow = now > before ? "▲" : now < before ? "▼" : "＝"
  return (
    <span className="muted">
      <span aria-hidden="true">{arrow} </span>
      {t.report.was(String(before))}
    </span>
  )
}

function Split({ report, by }: { readonly report: Report; readonly by: Dimension }): ReactNode {
  const { t } = useWording()
  const desk = useDesk()
  const table = report.tables.find((one) => one.by.length === 1 && one.by[0] === by)
  const rows = table?.rows.filter(({ numbers }) => (numbers["received"] ?? 0) > 0 || (numbers["overdueOpen"] ?? 0) > 0) ?? []
  if (rows.length === 0) return <Empty icon="chart" title={t.report.empty} />
  const most = Math.max(...rows.map(({ numbers }) => numbers["received"] ?? 0), 1)
  const titleOf = (row: Row): string => {
    const id = row.keys[0] ?? null
    const none = { topic: t.fact.noTopic, authority: t.case.noOwner, territory: t.fact.noPlace, network: t.nothing }[by]
    const title = {
      topic: desk.topic,
      authority: desk.authority,
      territory: desk.territory,
      network: (key: string | null) => t.network[key ?? ""] ?? key,
    }[by](id)
    return title ?? none
  }
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{{ topic: t.fact.topic, authority: t.fact.owner, territory: t.fact.place, network: t.fact.network }[by]}</th>
            <th scope="col" className="number">
              {t.report.received}
            </th>
            <th scope="col" className="number">
              {t.report.answered}
            </th>
            <th scope="col" className="number">
              {t.report.inTime}
            </th>
            <th scope="col" className="number">
              {t.report.overdue}
            </th>
            <th scope="col" className="number">
              {t.report.closed}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = row.keys[0] ?? null
            const title = titleOf(row)
            const cell = (metric: string, name: string): ReactNode => (
              <Drill
                report={report}
                metric={metric}
                value={row.numbers[metric] ?? 0}
                label={`${title}, ${name}`}
                {...(key === null ? {} : { filter: [filterOf[by], key] as const })}
              />
            )
            const received = row.numbers["received"] ?? 0
            return (
              <tr key={key ?? ""}>
                <th scope="row">
                  {title}
                  <svg className="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <rect className="bar-all" width={(received / most) * 100} height="4" />
                    <rect className="bar-late" width={((row.numbers["overdueOpen"] ?? 0) / most) * 100} height="4" />
                  </svg>
                </th>
                <td className="number" data-label={t.report.received}>
                  {cell("received", t.report.received)}
                </td>
                <td className="number" data-label={t.report.answered}>
                  {cell("answered", t.report.answered)}
                </td>
                <td className="number" data-label={t.report.inTime}>
                  {percent(row.shares?.["inTime"]?.share)}
                </td>
                <td className="number number-bad" data-label={t.report.overdue}>
                  {cell("overdueOpen", t.report.overdue)}
                </td>
                <td className="number" data-label={t.report.closed}>
                  {cell("closed", t.report.closed)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
