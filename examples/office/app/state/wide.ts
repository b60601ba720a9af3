import { useSyncExternalStore } from "react"

const wide = matchMedia("(min-width: 900px)")

function subscribe(listener: () => void): () => void {
  wide.addEventListener("change", listener)
  return () => wide.removeEventListener("change", listener)
}

/** Whether list and case stand beside each other. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide.matches)
}
