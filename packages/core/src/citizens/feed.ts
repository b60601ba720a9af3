import type { CitizenStatus } from "../desk/index.ts"
import { escaped, filled, newsText, stateText, type PageContext } from "./page.ts"

/**
 * What happened to one incident as an Atom feed (RFC 4287): a way to follow it without leaving an address. The
 * ids of its entries stay, so that a reader shows each once.
 *
 * @param page - the address of the page
 * @param feed - its own address
 */
export function statusFeed(context: PageContext, status: CitizenStatus, page: string, feed: string): string {
  const { wording, office } = context
  const title = filled(wording.title, { number: String(status.number) })
  // Several things may happen at one moment: the place in the history tells them apart.
  const entries = status.history.map((news, index) => {
    const text = newsText(context, news)
    return `<entry><id>${escaped(`${page}#${index + 1}-${news.what}`)}</id><title>${escaped(text)}</title><updated>${escaped(news.at)}</updated><link href="${escaped(page)}"/><summary>${escaped(text)}</summary></entry>`
  })
  const subtitle = stateText(context, status).join(" ")
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(wording.language)}"><id>${escaped(page)}</id><title>${escaped(title)}</title><subtitle>${escaped(subtitle)}</subtitle><updated>${escaped(status.updatedAt)}</updated><author><name>${escaped(office ?? wording.labels.owner)}</name></author><link rel="self" type="application/atom+xml" href="${escaped(feed)}"/><link rel="alternate" type="text/html" href="${escaped(page)}"/>${entries.toReversed().join("")}</feed>\n`
}
