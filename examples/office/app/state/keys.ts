import { useEffect, useRef } from "react"

/** What a key does; false: nothing here, the browser has it. */
export type KeyMap = Readonly<Record<string, () => void>>

/** Whether somebody is writing there: then letters are letters. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog[open]") !== null)
  )
}

let before: { readonly key: string; readonly at: number } | undefined

/**
 * Listens for keys: single ones, and `g q` for two in a row. By the letter of a Latin keyboard, so that they work on a
 * Russian one too.
 *
 * @param keys - what each does
 * @param isOn - whether single-letter keys are wanted
 */
export function useKeys(keys: KeyMap, isOn: boolean): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    if (!isOn) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      const name = nameOf(event)
      const pair = before !== undefined && event.timeStamp - before.at < 1200 ? `${before.key} ${name}` : ""
      const act = latest.current[pair] ?? latest.current[name]
      if (act !== undefined) {
        event.preventDefault()
        before = undefined
        act()
      } else if (name === "g") before = { key: name, at: event.timeStamp }
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [isOn])
}

/** The name of a key: by its place where it is a letter or a digit, by what it writes elsewhere. */
function nameOf({ code, key, shiftKey }: KeyboardEvent): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  const [, digit] = /^(?:Digit|Numpad)(\d)$/.exec(code) ?? []
  if (code === "Slash" || key === "?" || key === "/") return shiftKey || key === "?" ? "?" : "/"
  if (letter !== undefined && !shiftKey) return letter.toLowerCase()
  return digit !== undefined && !shiftKey ? digit : key
}
