import { useQuery } from "@tanstack/react-query"
import { useEffect, type ReactNode } from "react"
import { api, dataOf, type Status } from "../api/client.ts"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Moment } from "../parts/moment.tsx"
import { Failure, Skeleton } from "../parts/states.tsx"
import { queueAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { durationText } from "../text/time.ts"
import { sourceTitle } from "./coverage.tsx"

/** How far behind the desk is: storage, sources, terms and replies. */
export function HealthPage(): ReactNode {
  const { t } = useWording()
  const health = useQuery({
    queryKey: ["health"],
    refetchInterval: 15_000,
    queryFn: () => dataOf(api.GET("/health", { params: { query: {} } })),
  })
  useEffect(() => {
    document.title = `${t.health.title} · ${t.app}`
  }, [t])
  if (health.data === undefined) {
    return (
      <main className="figures" id="content" tabIndex={0}>
        <h1>{t.health.title}</h1>
        {health.isError ? <Failure error={health.error} onRetry={() => void health.refetch()} /> : <Skeleton lines={6} label={t.loading} />}
      </main>
    )
  }
  const { storage, sources, work, retention, at } = health.data
  const late = sources.filter(({ lateMinutes }) => lateMinutes > 0)
  const waiting = work?.replies ?? []
  const isGood = storage.state === "ready" && late.length === 0 && retention.every(({ lateMinutes }) => lateMinutes === 0)
  const counts = Object.entries(work?.incidents ?? {})
  const most = Math.max(...counts.map(([, count]) => count), 1)
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.health.title}</h1>
        <p className={isGood ? "verdict verdict-good" : "verdict verdict-late"}>
          <Icon name={isGood ? "check" : "alert"} size={16} /> {isGood ? t.health.ok : t.health.late}
        </p>
        <p className="muted">
          <Moment at={at} />
        </p>
      </header>
      <ul className="cards">
        <li className={storage.state === "ready" ? "card" : "card card-bad"}>
          <span className="card-title">{t.health.storage}</span>
          <span className="card-word">{storage.state === "ready" ? t.health.ready : storage.state}</span>
        </li>
        <li className={late.length === 0 ? "card" : "card card-bad"}>
          <span className="card-title">{t.health.sources}</span>
          <span className="card-word">{t.health.sourcesLead(late.length, sources.length)}</span>
        </li>
        <li className="card">
          <span className="card-title">{t.health.clocks}</span>
          <span className="card-number">{work?.clocks.due ?? 0}</span>
        </li>
        <li className="card">
          <span className="card-title">{t.health.replies}</span>
          <span className="card-word">
            {waiting.length === 0
              ? t.health.noReplies
              : waiting.map(({ wait, count }) => `${count} ${t.health.wait[wait] ?? wait}`).join(", ")}
          </span>
        </li>
      </ul>
      {late.length === 0 ? null : (
        <section className="part">
          <h2>{t.health.sources}</h2>
          <ul className="lates">
            {late.map(({ connectorId, sourceId, lateMinutes, readAt }) => (
              <li key={`${connectorId} ${sourceId}`}>
                <strong>{sourceTitle(connectorId, t)}</strong> {t.health.minutesLate(durationText(lateMinutes * 60_000, t))}
                <small>
                  {readAt === null ? (
                    t.health.never
                  ) : (
                    <>
                      {t.health.readAt} <Moment at={readAt} />
                    </>
                  )}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="part">
        <h2>{t.health.incidents}</h2>
        <div className="table-frame">
          <table className="table">
            <tbody>
              {counts.map(([status, count]) => (
                <tr key={status}>
                  <th scope="row">
                    {t.status[status as Status] ?? status}
                    <svg className="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                      <rect className="bar-all" width={(count / most) * 100} height="4" />
                    </svg>
                  </th>
                  <td className="number">
                    {count === 0 ? (
                      <span className="zero">0</span>
                    ) : (
                      <Link
                        href={queueAddress("all", new URLSearchParams({ statuses: status }))}
                        aria-label={`${t.status[status as Status] ?? status}: ${count}`}
                      >
                        {count}
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </main>
  )
}
