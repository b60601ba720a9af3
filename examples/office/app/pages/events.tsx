import { useQuery } from "@tanstack/react-query"
import { useEffect, type ReactNode } from "react"
import { api, dataOf } from "../api/client.ts"
import type { components } from "../api/schema.d.ts"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Moment } from "../parts/moment.tsx"
import { Failure, Skeleton } from "../parts/states.tsx"
import { useDesk } from "../state/desk.ts"
import { caseAddress, queueAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"

type Burst = components["schemas"]["Burst"]

/** Mass events: more complaints of one kind at one place than is usual there. */
export function EventsPage(): ReactNode {
  const { t } = useWording()
  const events = useQuery({
    queryKey: ["bursts"],
    refetchInterval: 15_000,
    queryFn: () => dataOf(api.GET("/bursts", { params: { query: { limit: 50 } } })),
  })
  useEffect(() => {
    document.title = `${t.events.title} · ${t.app}`
  }, [t])
  const items = events.data?.items ?? []
  const isOpen = ({ state }: Burst): boolean => state === "open"
  const sorted = [...items.filter(isOpen), ...items.filter((one) => !isOpen(one))]
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.events.title}</h1>
        <p className="muted">{t.events.lead}</p>
      </header>
      {events.data === undefined ? (
        events.isError ? (
          <Failure error={events.error} onRetry={() => void events.refetch()} />
        ) : (
          <Skeleton lines={6} label={t.loading} />
        )
      ) : sorted.length === 0 ? (
        <p className="muted">{t.events.none}</p>
      ) : (
        <ul className="events">
          {sorted.map((burst) => (
            <Event key={burst.burstId} burst={burst} />
          ))}
        </ul>
      )}
    </main>
  )
}

/** So many cases of an event are linked one by one; the rest are in the list. */
const linked = 12

function Event({ burst }: { readonly burst: Burst }): ReactNode {
  const { t } = useWording()
  const desk = useDesk()
  const { state, topicIds, group, territoryId, count, voices, usual, windowMinutes, since, lastAt, incidents } = burst
  const what = topicIds.map((id) => desk.topic(id)).join(", ") || (group ?? t.events.noTopic)
  const where = desk.territory(territoryId) ?? t.events.noPlace
  const list = new URLSearchParams(topicIds.map((id) => ["topics", id]))
  if (territoryId !== null) list.append("territoryIds", territoryId)
  return (
    <li className={state === "open" ? "card card-bad" : "card"}>
      <h2>
        {what}, {where}
      </h2>
      <p className={state === "open" ? "verdict verdict-late" : "muted"}>
        <Icon name={state === "open" ? "alert" : "check"} size={16} /> {state === "open" ? t.events.open : t.events.over}
      </p>
      <p>
        <strong>{t.events.count(count)}</strong> <Moment at={since} /> – <Moment at={lastAt} />
      </p>
      <p className="muted">
        {t.events.usual(usual < 0.1 ? "< 0.1" : usual.toFixed(1), windowMinutes)}
        {voices === 0 ? null : ` ${t.events.voices(voices)}`}
      </p>
      <Curve burst={burst} />
      <p>
        <Link href={queueAddress("all", list)}>{t.events.list}</Link>
      </p>
      <ol className="event-cases" aria-label={t.events.cases}>
        {incidents.slice(0, linked).map((incidentId, index) => (
          <li key={incidentId}>
            <Link href={caseAddress(encodeURIComponent(incidentId))} aria-label={t.events.caseOf(index + 1)}>
              {index + 1}
            </Link>
          </li>
        ))}
      </ol>
    </li>
  )
}

const quarter = 15 * 60_000
/** A narrower bar could not be seen. */
const mostBars = 48

/** How many cases were published in each quarter of an hour; of a long event its beginning. */
function Curve({ burst: { curve, since } }: { readonly burst: Burst }): ReactNode {
  const { t } = useWording()
  const first = Math.floor(Date.parse(since) / quarter)
  const bars = curve.map(({ at, count }) => ({ at: Date.parse(at) / quarter - first, count })).filter(({ at }) => at < mostBars)
  const most = Math.max(...bars.map(({ count }) => count), 1)
  const width = Math.max(8, ...bars.map(({ at }) => at + 1))
  return (
    <svg className="event-curve" viewBox={`0 0 ${width * 10} 40`} preserveAspectRatio="none" role="img" aria-label={t.events.curve(most)}>
      {bars.map(({ at, count }) => (
        <rect key={at} className="bar-all" x={at * 10 + 1} y={40 - (count / most) * 40} width="8" height={(count / most) * 40} />
      ))}
    </svg>
  )
}
