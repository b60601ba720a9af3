import type { Instant } from "../base/index.ts"
import type { CitizenNews, CitizenState, CitizenStatus } from "../desk/index.ts"
import { style } from "./style.ts"
import type { StatusWording } from "./wording.ts"

/** What every page is made with. */
export interface PageContext {
  readonly wording: StatusWording
  readonly zone: string
  /** The office, as people call it. */
  readonly office: string | null
}

/** Where the page of a code, its feed and its form are. */
export interface PageLinks {
  readonly feed: string
  readonly survey: string
}

const special: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** A text as it is written in HTML and XML; what XML cannot hold goes. */
export function escaped(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replaceAll(/[&<>"']/g, (one) => special[one] ?? one)
}

/** Puts what is known into a sentence. */
export function filled(text: string, facts: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (name, field: string) => facts[field] ?? name)
}

/** A line of the history in words. */
export function newsText({ wording, zone }: Pick<PageContext, "wording" | "zone">, { what, owner, until }: CitizenNews): string {
  if (what === "assigned") return owner === null ? wording.assignedUnnamed : filled(wording.steps.assigned, { owner })
  if (what !== "interim-answer") return wording.steps[what]
  return until === null ? wording.interimUndated : filled(wording.steps["interim-answer"], { until: wording.day(until, zone) })
}

/** What is known of the state, in sentences. */
export function stateText(
  { wording }: Pick<PageContext, "wording">,
  { state, reason, problem, isJoined }: CitizenStatus,
): readonly string[] {
  const more = state === "answered" || state === "closed" ? (wording.problems as Readonly<Record<string, string>>)[problem] : undefined
  return [
    wording.states[state],
    ...(reason === null ? [] : [wording.reasons[reason]]),
    ...(more === undefined ? [] : [more]),
    ...(isJoined ? [wording.joined] : []),
  ]
}

const stageOf: Readonly<Record<CitizenState, number>> = {
  received: 0,
  "not-accepted": -1,
  accepted: 1,
  assigned: 1,
  "in-work": 2,
  question: 2,
  interim: 2,
  reopened: 2,
  appeal: 3,
  answered: 3,
  closed: 3,
}

const looks: Readonly<Partial<Record<CitizenState, string>>> = {
  answered: " good",
  closed: " good",
  question: " warn",
  "not-accepted": " warn",
}

/** The page of one incident. */
export function statusPage(context: PageContext, status: CitizenStatus, links: PageLinks): string {
  const { wording, zone } = context
  const { labels } = wording
  const title = filled(wording.title, { number: String(status.number) })
  const time = (at: Instant, isDay = false): string =>
    `<time datetime="${escaped(at)}">${escaped(isDay ? wording.day(at, zone) : wording.moment(at, zone))}</time>`
  const [lead = "", ...more] = stateText(context, status)
  const promise =
    status.promisedUntil === null ? "" : `<p class="promise">${escaped(labels.promised)} ${time(status.promisedUntil, true)}</p>`
  const facts: readonly (readonly [string, string | null])[] = [
    [labels.owner, status.owner === null ? null : escaped(status.owner)],
    [labels.topic, status.topic === null ? null : escaped(status.topic)],
    [labels.district, status.district === null ? null : escaped(status.district)],
    [labels.written, time(status.publishedAt, true)],
    [labels.objection, status.objectUntil === null ? null : time(status.objectUntil)],
    [labels.updated, time(status.updatedAt)],
  ]
  const items = facts.flatMap(([label, value]) => (value === null ? [] : [`<dt>${escaped(label)}</dt><dd>${value}</dd>`]))
  const answers = status.answers.map(({ at, url }) => {
    const link =
      url === null
        ? `<span>${escaped(wording.unlinkedAnswer)}</span>`
        : `<a class="button" rel="noopener noreferrer" href="${escaped(url)}">${escaped(wording.openAnswer)}</a>`
    return `<li>${time(at)}${link}</li>`
  })
  const history = status.history.map((news) => `<li>${escaped(newsText(context, news))}${time(news.at)}</li>`)
  return whole(
    context,
    title,
    [
      `<h1>${escaped(title)}</h1>`,
      stages(wording, status.state),
      `<section class="state${looks[status.state] ?? ""}"><strong>${escaped(lead)}</strong>${more.map((text) => `<p>${escaped(text)}</p>`).join("")}${promise}</section>`,
      survey(wording, status.survey, links.survey),
      answers.length === 0 ? "" : `<section><h2>${escaped(labels.answers)}</h2><ul class="answers">${answers.join("")}</ul></section>`,
      `<section><dl>${items.join("")}</dl></section>`,
      `<section><h2>${escaped(labels.history)}</h2><ol class="history">${history.join("")}</ol></section>`,
    ].join(""),
    `<p>${escaped(wording.privacy)}</p><p class="screen"><a href="${escaped(links.feed)}">${escaped(wording.feed)}</a></p>`,
    `<link rel="alternate" type="application/atom+xml" href="${escaped(links.feed)}" title="${escaped(title)}">`,
  )
}

/** The page of what is not there: the same whatever was asked for. */
export function notFoundPage(context: PageContext): string {
  const { title, text } = context.wording.notFound
  return whole(context, title, `<h1>${escaped(title)}</h1><section class="state warn"><p>${escaped(text)}</p></section>`, "", "")
}

function stages({ stages: names }: StatusWording, state: CitizenState): string {
  const at = stageOf[state]
  if (at < 0) return ""
  const items = names.map((name, index) => {
    const kind = index === at ? ' class="done now" aria-current="step"' : index < at ? ' class="done"' : ""
    return `<li${kind}>${escaped(name)}</li>`
  })
  return `<ol class="stages">${items.join("")}</ol>`
}

function survey({ survey: words }: StatusWording, expected: CitizenStatus["survey"], action: string): string {
  if (expected === null) return ""
  if (expected === "answered") return `<section class="thanks screen">${escaped(words.thanks)}</section>`
  const choice = (name: string, value: string, label: string, more = ""): string =>
    `<label><input type="radio" name="${name}" value="${value}"${more}>${escaped(label)}</label>`
  const scores = words.scores.map((label, index) => choice("score", String(index + 1), label, " required"))
  const fixed = [choice("fixed", "yes", words.yes), choice("fixed", "no", words.no), choice("fixed", "", words.unsaid, " checked")]
  return `<section class="screen"><h2>${escaped(words.heading)}</h2><p>${escaped(words.lead)}</p><form method="post" action="${escaped(action)}"><fieldset><legend>${escaped(words.score)}</legend><div class="choice">${scores.join("")}</div></fieldset><fieldset><legend>${escaped(words.isFixed)}</legend><div class="choice">${fixed.join("")}</div></fieldset><button>${escaped(words.send)}</button></form></section>`
}

function whole({ wording, office }: PageContext, title: string, main: string, footer: string, head: string): string {
  return `<!doctype html><html lang="${escaped(wording.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><title>${escaped(title)}${office === null ? "" : ` · ${escaped(office)}`}</title>${head}<style>${style}</style></head><body>${office === null ? "" : `<header>${escaped(office)}</header>`}<main>${main}</main><footer>${footer}</footer></body></html>\n`
}
