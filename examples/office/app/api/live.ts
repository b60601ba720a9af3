import type { InfiniteData, QueryClient } from "@tanstack/react-query"
import type { FeedItem, Item } from "./client.ts"
import { caseKey } from "./queries.ts"

interface ListPage {
  readonly items: readonly Item[]
}

/** How the stream is. */
export type LiveState = "open" | "broken"

/**
 * Hears what happens to incidents. What is shown of one is brought up to date where it is: rows never jump. Everything
 * that is counted is counted again, at most once a second.
 *
 * @param cache - of what was read
 * @param onState - hears whether the stream is open
 * @param onEvent - hears each event
 */
export function listen(cache: QueryClient, onState: (state: LiveState) => void, onEvent: (item: FeedItem) => void): () => void {
  const source = new EventSource("/api/v1/events")
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      void cache.invalidateQueries({ queryKey: ["counts"] })
      void cache.invalidateQueries({ queryKey: ["fresh"] })
    }, 700)
  }
  source.addEventListener("open", () => onState("open"))
  source.addEventListener("error", () => onState("broken"))
  source.addEventListener("reset", () => void cache.invalidateQueries())
  source.addEventListener("incident", ({ data }: MessageEvent<string>) => {
    const item = JSON.parse(data) as FeedItem
    patchLists(cache, item)
    void cache.invalidateQueries({ queryKey: caseKey(item.incidentId) })
    soon()
    onEvent(item)
  })
  return () => {
    clearTimeout(timer)
    source.close()
  }
}

/** Brings the row of an incident up to date in every list that shows it. */
function patchLists(cache: QueryClient, { incidentId, version, facts }: Pick<FeedItem, "incidentId" | "version" | "facts">): void {
  cache.setQueriesData<InfiniteData<ListPage>>({ queryKey: ["list"] }, (data) => {
    if (data === undefined || !data.pages.some(({ items }) => items.some((item) => item.facts.incidentId === incidentId))) return data
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) =>
        item.facts.incidentId === incidentId ? { ...item, version: Math.max(version, item.version), facts } : item,
      ),
    }))
    return { ...data, pages }
  })
}
