import type { ReactNode } from "react"
import { useDesk, useNow } from "../state/desk.ts"
import { useWording } from "../text/index.ts"
import { momentText } from "../text/time.ts"
import { whyText, type Said } from "../text/why.ts"

/** Says sentences of the desk in the reader's language, with titles and the reader's clock. */
export function useWhy(): (sentence: string) => Said {
  const { t, language } = useWording()
  const { authority, territory, topic, session } = useDesk()
  const now = useNow()
  return (sentence) =>
    whyText(sentence, language, {
      authority,
      territory,
      topic,
      network: (id) => t.network[id] ?? id,
      moment: (at) => momentText(at, now, t, language, session.zone),
    })
}

/** Why the desk decided so. */
export function Why({ text, className = "why-line" }: { readonly text: string; readonly className?: string }): ReactNode {
  const said = useWhy()(text)
  return (
    <p lang={said.lang} className={className}>
      {said.text.slice(0, 1).toUpperCase() + said.text.slice(1)}
    </p>
  )
}
