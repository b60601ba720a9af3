import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from "react"
import { go } from "../state/route.ts"

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string
  readonly ref?: React.Ref<HTMLAnchorElement>
}

/** A link inside of the desk: the page stays, and a new tab opens as everywhere. */
export function Link({ href, onClick, children, ...more }: LinkProps): ReactNode {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} onClick={follow} {...more}>
      {children}
    </a>
  )
}
