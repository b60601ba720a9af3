import { useQuery } from "@tanstack/react-query"
import { useEffect, type ReactNode } from "react"
import { api, dataOf } from "../api/client.ts"
import { Moment } from "../parts/moment.tsx"
import { Failure, Skeleton } from "../parts/states.tsx"
import { useDesk, useNow } from "../state/desk.ts"
import { useWording, type Dictionary } from "../text/index.ts"
import { durationText, isoDate } from "../text/time.ts"

/** A source by its connector: "ВКонтакте −15". */
export function sourceTitle(connectorId: string, t: Dictionary): string {
  const [network = "", account = ""] = connectorId.split(":")
  return `${t.network[network] ?? network} ${account}`
}

/** Which minutes of each source were read today, and why the others were not. */
export function CoveragePage(): ReactNode {
  const { t } = useWording()
  const { session } = useDesk()
  const today = isoDate(useNow(), session.zone)
  const next = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const coverage = useQuery({
    queryKey: ["coverage", today],
    refetchInterval: 60_000,
    queryFn: () => dataOf(api.GET("/coverage", { params: { query: { zone: session.zone, from: today, to: next } } })),
  })
  useEffect(() => {
    document.title = `${t.coverage.title} · ${t.app}`
  }, [t])
  const sources = coverage.data?.sources.toSorted((one, other) => one.readMinutes / one.minutes - other.readMinutes / other.minutes) ?? []
  const start = Date.parse(coverage.data?.period.from ?? "")
  const whole = Date.parse(coverage.data?.period.to ?? "") - start
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.coverage.title}</h1>
        <p className="muted">{t.coverage.lead}</p>
      </header>
      {coverage.isError && coverage.data === undefined ? (
        <Failure error={coverage.error} onRetry={() => void coverage.refetch()} />
      ) : coverage.data === undefined ? (
        <Skeleton lines={9} label={t.loading} />
      ) : (
        <div className="table-frame">
          <table className="table coverage">
            <thead>
              <tr>
                <th scope="col">{t.coverage.source}</th>
                <th scope="col">{t.coverage.read}</th>
                <th scope="col">{t.coverage.gaps}</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <tr key={`${source.connectorId} ${source.sourceId}`}>
                  <th scope="row">
                    {sourceTitle(source.connectorId, t)}
                    <small>{source.title}</small>
                  </th>
                  <td data-label={t.coverage.read}>
                    <svg className="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                      <rect className="strip-none" width="1000" height="10" rx="3" />
                      {source.read.map(({ from, to }) => (
                        <rect
                          key={from}
                          className="strip-read"
                          x={((Date.parse(from) - start) / whole) * 1000}
                          width={((Date.parse(to) - Date.parse(from)) / whole) * 1000}
                          height="10"
                        />
                      ))}
                    </svg>
                    <small>
                      {Math.round((source.readMinutes / Math.max(source.minutes, 1)) * 100)} % ·{" "}
                      {t.coverage.of(durationText(source.readMinutes * 60_000, t), durationText(source.minutes * 60_000, t))}
                    </small>
                  </td>
                  <td data-label={t.coverage.gaps}>
                    {source.gaps.length === 0 ? (
                      <span className="muted">{t.coverage.none}</span>
                    ) : (
                      <ul className="gaps">
                        {source.gaps.slice(-3).map(({ from, to, reason }) => (
                          <li key={from}>
                            <Moment at={from} /> – <Moment at={to} />
                            <small>{t.coverage.reason[reason] ?? reason}</small>
                          </li>
                        ))}
                      </ul>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  )
}
