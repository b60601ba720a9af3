import type { ReactNode } from "react"
import { useDesk, useNow } from "../state/desk.ts"
import { useWording } from "../text/index.ts"
import { agoText, dueText, momentText, urgencyOf, wholeText } from "../text/time.ts"
import { Icon } from "./icon.tsx"

/** A due time as people say it; the whole moment is there for who asks. */
export function Due({ at, label }: { readonly at: string; readonly label?: string }): ReactNode {
  const { t, language } = useWording()
  const { session } = useDesk()
  const now = useNow()
  return (
    <span className={`due due-${urgencyOf(at, now)}`}>
      <Icon name="clock" size={14} />
      {label === undefined ? null : <span className="due-label">{label}:</span>}
      <time dateTime={at} title={wholeText(at, language, session.zone)}>
        {dueText(at, now, t)}
      </time>
    </span>
  )
}

/** How long ago something was. */
export function Ago({ at }: { readonly at: string }): ReactNode {
  const { t, language } = useWording()
  const { session } = useDesk()
  const now = useNow()
  return (
    <time dateTime={at} title={wholeText(at, language, session.zone)}>
      {agoText(at, now, t, language, session.zone)}
    </time>
  )
}

/** A moment: "сегодня, 14:02". */
export function Moment({ at }: { readonly at: string }): ReactNode {
  const { t, language } = useWording()
  const { session } = useDesk()
  const now = useNow()
  return (
    <time dateTime={at} title={wholeText(at, language, session.zone)}>
      {momentText(at, now, t, language, session.zone)}
    </time>
  )
}
