import type { ReactNode } from "react"
import type { Status } from "../api/client.ts"
import { useWording } from "../text/index.ts"

/** What a state means for who looks at a list: somebody must act, work goes on, or it is over. */
const tones: Readonly<Record<Status, "new" | "act" | "work" | "wait" | "done">> = {
  candidate: "new",
  rejected: "done",
  dismissed: "done",
  registered: "act",
  assigned: "act",
  returned: "act",
  "in-work": "work",
  "needs-info": "wait",
  "reply-review": "act",
  publishing: "work",
  "replied-interim": "work",
  "replied-final": "done",
  reopened: "act",
  closed: "done",
  merged: "done",
  converted: "done",
}

/** The state of a case in a word, with a dot that says how it stands. */
export function StatusPill({ status }: { readonly status: Status }): ReactNode {
  const { t } = useWording()
  return <span className={`status status-${tones[status]}`}>{t.status[status]}</span>
}
