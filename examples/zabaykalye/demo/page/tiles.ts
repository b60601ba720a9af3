import { html, type Html } from "./html.ts"
import type { PageModel } from "./page-model.ts"
import { changeOf, counted, incidentForms, numberText, share } from "./wording.ts"

interface Tile {
  readonly label: string
  readonly value: string
  /** The change, or what the number is a part of. */
  readonly notes: readonly { readonly text: string; readonly strong: boolean }[]
  readonly hot: boolean
}

/**
 * The words that stand first: how much, compared with what, mostly about what.
 *
 * @param model - the page
 */
export function summary(model: PageModel): string {
  const { total, before, periodBefore, sections } = model
  if (total.received === 0) return "За период новых обращений не зарегистрировано."
  const registered = `Зарегистрировано ${counted(total.received, incidentForms)}${comparison(total.received, before?.received, periodBefore)}.`
  const topics = sections.find((section) => section.id === "topic")?.rows.filter((row) => row.counts.received > 0) ?? []
  const named = topics.slice(0, 3).map((row) => `«${row.title}» (${numberText(row.counts.received)})`)
  return named.length === 0 ? registered : `${registered} Чаще всего жители пишут о темах: ${named.join(", ")}.`
}

function comparison(now: number, before: number | undefined, period: string | null): string {
  if (before === undefined || period === null) return ""
  const difference = now - before
  if (difference === 0) return " — столько же, сколько за период сравнения"
  return ` — на ${numberText(Math.abs(difference))} ${difference > 0 ? "больше" : "меньше"}, чем за период сравнения`
}

/**
 * The big numbers.
 *
 * @param model - the page
 */
export function tiles(model: PageModel): Html {
  return html`<ul class="tiles">
    ${tilesOf(model).map(
      (tile) =>
        html`<li${tile.hot ? html` class="hot"` : null}><span class="label">${tile.label}</span><span class="value">${tile.value}</span>
      ${tile.notes.map((note) => html`<span class="note${note.strong ? " strong" : ""}">${note.text}</span>`)}</li>`,
    )}
  </ul>`
}

function tilesOf({ total, before, unowned }: PageModel): readonly Tile[] {
  const against = (now: number, then: number | undefined): Tile["notes"] =>
    then === undefined
      ? []
      : [
          { text: changeOf(now, then).text, strong: true },
          { text: `было ${numberText(then)}`, strong: false },
        ]
  const dueNote =
    total.due === 0
      ? "сроки ответа ещё не наступили"
      : `${numberText(total.answeredInTime)} из ${numberText(total.due)} со сроком в этом периоде`
  const dueBefore =
    before === null || before.due === 0
      ? []
      : [
          {
            text: `было ${share(before.answeredInTime, before.due)} (${numberText(before.answeredInTime)} из ${numberText(before.due)})`,
            strong: false,
          },
        ]
  return [
    { label: "Поступило обращений", value: numberText(total.received), notes: against(total.received, before?.received), hot: false },
    {
      label: "Ответ дан в срок",
      value: share(total.answeredInTime, total.due),
      notes: [{ text: dueNote, strong: true }, ...dueBefore],
      hot: false,
    },
    {
      label: "Просрочено",
      value: numberText(total.overdueOpen),
      notes: against(total.overdueOpen, before?.overdueOpen),
      hot: total.overdueOpen > 0,
    },
    {
      label: "Без ответственного",
      value: numberText(unowned),
      notes: [{ text: unowned === 0 ? "у каждого обращения есть ответственный" : "ждут решения оператора", strong: false }],
      hot: unowned > 0,
    },
    { label: "Закрыто", value: numberText(total.closed), notes: against(total.closed, before?.closed), hot: false },
  ]
}
