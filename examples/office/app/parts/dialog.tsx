import { useEffect, useId, useRef, type ReactNode } from "react"
import { useWording } from "../text/index.ts"
import { Icon } from "./icon.tsx"

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
}

/** A question that comes first: the browser's own dialog, which keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps): ReactNode {
  const { t } = useWording()
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    const had = document.activeElement
    if (dialog !== null && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      if (had instanceof HTMLElement) had.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className={wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose()
      }}
    >
      <div className="dialog-inside">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="button-plain button-icon" onClick={onClose} aria-label={t.close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
