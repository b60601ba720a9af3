import type { ReactNode } from "react"
import { useIdOf } from "../api/queries.ts"
import { Empty, Failure } from "../parts/states.tsx"
import { go, queueAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { CaseView } from "./case-view.tsx"

/** One case on a page of its own. */
export function CasePage({
  number,
  incidentId,
  isKeys,
}: {
  readonly number: number | null
  readonly incidentId: string | null
  readonly isKeys: boolean
}): ReactNode {
  const { t } = useWording()
  const found = useIdOf(number)
  const id = incidentId ?? found.data ?? null
  const leave = (): void => {
    if (history.length > 1) history.back()
    else go(queueAddress("open"))
  }
  return (
    <main className="case-page" id="content" tabIndex={-1}>
      {found.isError ? (
        <Failure error={found.error} onRetry={() => void found.refetch()} />
      ) : (number === null && incidentId === null) || found.data === null ? (
        <Empty icon="alert" title={t.case.gone}>
          <button type="button" className="button" onClick={() => go(queueAddress("open"))}>
            {t.nav.queue}
          </button>
        </Empty>
      ) : (
        <CaseView key={id ?? "none"} incidentId={id} isKeys={isKeys} onLeave={leave} isPane={false} />
      )}
    </main>
  )
}
