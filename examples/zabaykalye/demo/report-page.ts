import { barLimit, drawChart } from "./page/chart.ts"
import { html, trusted, type Html } from "./page/html.ts"
import type { PageModel, PageSection, UnreadNote } from "./page/page-model.ts"
import { styles } from "./page/styles.ts"
import { attentionList, sectionDetails, sectionTable } from "./page/tables.ts"
import { summary, tiles } from "./page/tiles.ts"
import { counted, numberText } from "./page/wording.ts"

/** Nothing is loaded, no script runs: a page that is mailed around can do no more than be read. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * The report as one HTML file that needs nothing else: charts drawn here, tables beside them, no script, no request.
 * Printable.
 *
 * @param model - everything the page shows; all of it is escaped
 * @returns a whole HTML document
 */
export function renderReportPage(model: PageModel): string {
  const { region, heading, period, periodBefore } = model
  return html`<!doctype html>
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy}" />
        <meta name="referrer" content="no-referrer" />
        <title>${heading} · ${region} · ${period}</title>
        <style>
          ${trusted(styles)}
        </style>
      </head>
      <body>
        <header>
          <div class="frame">
            <p class="region">${region}</p>
            <h1>${heading}</h1>
            <p class="period">${period}${periodBefore === null ? null : html`<span>; для сравнения — ${periodBefore}</span>`}</p>
          </div>
        </header>
        <main class="frame">
          <section class="card" aria-label="Главное">
            <p class="summary">${summary(model)}</p>
            ${tiles(model)} ${model.talks === null ? null : html`<p class="lead">${model.talks}</p>`}
            ${model.notice === null ? null : html`<p class="notice">${model.notice}</p>`}
          </section>
          ${model.sections.slice(0, 1).map((section) => sectionCard(section, model))} ${model.lists.map(attentionList)}
          ${model.sections.slice(1).map((section) => sectionCard(section, model))}
          ${unread(model.messagesRead, model.unread.total, model.unread.notes)}
          <section class="card" aria-labelledby="definitions-title">
            <h2 id="definitions-title">Как посчитано</h2>
            <p class="lead">Каждое число определено один раз; за каждым стоит список обращений.</p>
            <dl>
              ${model.definitions.map(
                ({ term, meaning }) =>
                  html`<dt>${term}</dt>
                    <dd>${meaning}</dd>`,
              )}
            </dl>
          </section>
        </main>
        <footer class="frame">
          По состоянию на ${model.madeAt} (${model.timeZone}). В отчёте нет текстов сообщений и имён их авторов.
        </footer>
      </body>
    </html> `.markup
}

function sectionCard(section: PageSection, model: PageModel): Html {
  const { period, periodBefore } = model
  const title = html`<h2 id="${section.id}-title">${section.title}</h2>`
  if (section.rows.length === 0) {
    return html`<section class="card" id="${section.id}" aria-labelledby="${section.id}-title">
      ${title}
      <p class="lead">За период ничего не зарегистрировано.</p>
    </section>`
  }
  const drawing = drawChart(section, { now: period, before: periodBefore })
  return html`<section class="card" id="${section.id}" aria-labelledby="${section.id}-title">
    ${title}
    <div class="split">
      <figure>
        <div role="img" aria-label="${altText(section)}">${trusted(drawing)}</div>
        ${caption(section)}
      </figure>
      <div class="scroll" tabindex="0" role="region" aria-label="${section.title}: таблица">
        ${sectionTable(section, periodBefore !== null)}
      </div>
    </div>
    ${sectionDetails(section)}
  </section>`
}

/** Says when a chart holds less than the table. */
function caption({ rows, shape }: PageSection): Html | null {
  if (shape === "columns" || rows.length <= barLimit) return null
  return html`<figcaption>На диаграмме первые ${numberText(barLimit)} строк из ${numberText(rows.length)}; все — в таблице.</figcaption>`
}

/** What a chart shows, for those who cannot see it; the table beside holds every number. */
function altText({ title, rows }: PageSection): string {
  const first = rows.slice(0, 3).map((row) => `${row.title} — ${numberText(row.counts.received)}`)
  return `Диаграмма «${title}», зарегистрировано обращений: ${first.join("; ")}${rows.length > 3 ? "; остальное в таблице рядом" : ""}.`
}

const messageForms = ["сообщение", "сообщения", "сообщений"] as const

function unread(read: number, total: number, notes: readonly UnreadNote[]): Html {
  const lead =
    total === 0
      ? `Прочитано ${counted(read, messageForms)}; пропусков нет.`
      : `Прочитано ${counted(read, messageForms)}. Не удалось разобрать ${counted(total, ["строку", "строки", "строк"])}: ниже сказано, где они и что в них не так.`
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Не прочитано">
    <table>
      <thead>
        <tr>
          <th scope="col">Где</th>
          <th scope="col">Поле</th>
          <th scope="col">Почему</th>
        </tr>
      </thead>
      <tbody>
        ${notes.map(
          (note) =>
            html`<tr>
              <td>${note.place}</td>
              <td>${note.field}</td>
              <td>${note.reason}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
  return html`<section class="card" aria-labelledby="unread-title">
    <h2 id="unread-title">Что не прочитано <span class="badge">${numberText(total)}</span></h2>
    <p class="lead">${lead}</p>
    ${notes.length === 0 ? null : table}
    ${total > notes.length && notes.length > 0 ? html`<p class="more">Показаны первые ${numberText(notes.length)}.</p>` : null}
  </section>`
}
