import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState, type ReactNode } from "react"
import { api, dataOf } from "../api/client.ts"
import { Link } from "../parts/link.tsx"
import { Moment } from "../parts/moment.tsx"
import { Empty, Failure, Skeleton } from "../parts/states.tsx"
import { useDesk, useNow } from "../state/desk.ts"
import { caseAddress, go } from "../state/route.ts"
import { useWording } from "../text/index.ts"

const kinds = ["reading", "access", "search", "erasure", "move"] as const
const periods = { hour: 60, day: 1440, all: 0 } as const
type Period = keyof typeof periods

async function readJournal(kind: (typeof kinds)[number], from: Date | null, after: string) {
  const more = { ...(from === null ? {} : { from: from.toISOString() }), ...(after === "" ? {} : { after }) }
  return dataOf(api.GET("/journal", { params: { query: { kind, limit: 100, ...more } } }))
}

type Entry = Awaited<ReturnType<typeof readJournal>>["entries"][number]

/** Who opened and searched what: for who answers for personal data. */
export function AuditPage({ query }: { readonly query: URLSearchParams }): ReactNode {
  const { t } = useWording()
  const { person, offset } = useDesk()
  const now = useNow()
  const kind = kinds.find((one) => one === query.get("kind")) ?? "reading"
  const period: Period = query.get("period") === "all" ? "all" : query.get("period") === "day" ? "day" : "hour"
  const [after, setAfter] = useState("")
  // By the minute: the page is not read anew with every second.
  const until = Math.floor(now / 60_000) * 60_000
  const journal = useQuery({
    queryKey: ["journal", kind, period, after, period === "all" ? 0 : until],
    placeholderData: keepPreviousData,
    queryFn: () => readJournal(kind, period === "all" ? null : new Date(Date.now() + offset - periods[period] * 60_000), after),
  })
  useEffect(() => {
    document.title = `${t.audit.title} · ${t.app}`
  }, [t])
  const set = (change: Readonly<Record<string, string>>): void => {
    setAfter("")
    go(`/audit?${new URLSearchParams({ kind, period, ...change }).toString()}`, "replace")
  }
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.audit.title}</h1>
        <div className="segments" role="group" aria-label={t.audit.when}>
          {(Object.keys(periods) as readonly Period[]).map((one) => (
            <button key={one} type="button" aria-pressed={period === one} onClick={() => set({ period: one })}>
              {t.audit.periods[one]}
            </button>
          ))}
        </div>
        <p className="muted">{t.audit.lead}</p>
      </header>
      <div className="segments" role="group" aria-label={t.audit.what}>
        {kinds.map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => set({ kind: one })}>
            {t.audit.kinds[one]}
          </button>
        ))}
      </div>
      {journal.isError && journal.data === undefined ? (
        <Failure error={journal.error} onRetry={() => void journal.refetch()} />
      ) : journal.data === undefined ? (
        <Skeleton lines={8} label={t.loading} />
      ) : journal.data.entries.length === 0 ? (
        <Empty icon="book" title={t.audit.empty} />
      ) : (
        <>
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.audit.when}</th>
                  <th scope="col">{t.audit.who}</th>
                  <th scope="col">{t.audit.what}</th>
                </tr>
              </thead>
              <tbody>
                {journal.data.entries.toReversed().map((entry) => (
                  <tr key={entry.entryId}>
                    <td>
                      <Moment at={entry.at} />
                    </td>
                    <td data-label={t.audit.who}>{person(entry.by)}</td>
                    <td data-label={t.audit.what}>
                      <What entry={entry} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="form-acts">
            {after === "" ? null : (
              <button type="button" className="button" onClick={() => setAfter("")}>
                {t.audit.first}
              </button>
            )}
            {journal.data.next === null ? null : (
              <button type="button" className="button" onClick={() => setAfter(journal.data.next ?? "")}>
                {t.audit.next}
              </button>
            )}
          </div>
        </>
      )}
    </main>
  )
}

function What({ entry }: { readonly entry: Entry }): ReactNode {
  const { t } = useWording()
  switch (entry.kind) {
    case "reading":
      return (
        <>
          {t.audit.read[entry.what] ?? entry.what} {entry.incidentId === null ? null : <CaseOf incidentId={entry.incidentId} />}
          {entry.count === null ? null : <small>{t.queue.count(entry.count)}</small>}
        </>
      )
    case "access":
      return (
        <>
          {t.case.unseal} {entry.incidentId === null ? null : <CaseOf incidentId={entry.incidentId} />}
          <small>{entry.purpose}</small>
        </>
      )
    case "search":
      return (
        <>
          «{entry.words}»
          <small>
            {t.queue.count(entry.found)}
            {entry.purpose === null ? "" : ` · ${entry.purpose}`}
          </small>
        </>
      )
    case "erasure":
      return (
        <>
          {entry.cause} {entry.incidentId === null ? null : <CaseOf incidentId={entry.incidentId} />}
          <small>{entry.proof}</small>
        </>
      )
    case "move":
      return <>{entry.direction}</>
    case "configuration":
      return (
        <>
          {Object.entries(entry.digests).map(([part, digest]) => (
            <small key={part}>
              {part} {digest.slice(0, 12)}
            </small>
          ))}
        </>
      )
  }
}

/** A case by its id: the journal names no numbers. */
function CaseOf({ incidentId }: { readonly incidentId: string }): ReactNode {
  return <Link href={caseAddress(incidentId)}>{incidentId.slice(0, 12)}…</Link>
}
