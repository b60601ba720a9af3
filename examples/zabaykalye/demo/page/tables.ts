import { barLimit } from "./chart.ts"
import { html, safeLink, type Html } from "./html.ts"
import type { IncidentLine, PageList, PageRow, PageSection } from "./page-model.ts"
import { changeOf, counted, numberText, share } from "./wording.ts"

/**
 * The table of a section: every row, with a link to the incidents behind it.
 *
 * @param section - the rows
 * @param compared - whether there is a period before
 */
export function sectionTable(section: PageSection, compared: boolean): Html {
  const withChange = compared && section.shape === "bars"
  const shown = section.shape === "bars" ? barLimit : section.rows.length
  const rest = section.rows.slice(shown)
  return html`${tableOf(section, section.rows.slice(0, shown), withChange)}${
    rest.length === 0
      ? null
      : html`<details class="fold">
          <summary>Ещё ${counted(rest.length, ["строка", "строки", "строк"])}</summary>
          ${tableOf(section, rest, withChange)}
        </details>`
  }`
}

function tableOf(section: PageSection, rows: readonly PageRow[], withChange: boolean): Html {
  return html`<table>
    <caption class="hidden">
      ${section.title}
    </caption>
    <thead>
      <tr>
        <th scope="col">${section.rowTitle}</th>
        <th scope="col" class="n">Поступило</th>
        ${withChange ? html`<th scope="col" class="n">Изменение</th>` : null}
        <th scope="col" class="n">В срок</th>
        <th scope="col" class="n">Просрочено</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => tableRow(section, row, withChange))}
    </tbody>
  </table>`
}

function tableRow(section: PageSection, row: PageRow, compared: boolean): Html {
  const { counts, before } = row
  const title = row.incidents.length === 0 ? html`${row.title}` : html`<a href="#${anchorOf(section, row)}">${row.title}</a>`
  const change = changeOf(counts.received, before?.received ?? 0)
  return html`<tr>
    <th scope="row">${title}</th>
    <td class="n strong">${numberText(counts.received)}</td>
    ${compared ? html`<td class="n change ${change.direction}">${change.direction === "same" ? "—" : change.text}</td>` : null}
    <td class="n">
      ${counts.due === 0 ? "—" : html`${share(counts.answeredInTime, counts.due)} <small>${numberText(counts.answeredInTime)} из ${numberText(counts.due)}</small>`}
    </td>
    <td class="n${counts.overdueOpen > 0 ? " alert" : ""}">${numberText(counts.overdueOpen)}</td>
  </tr>`
}

/**
 * The incidents behind each row of a section, folded.
 *
 * @param section - the rows
 */
export function sectionDetails(section: PageSection): Html {
  const rows = section.rows.filter((row) => row.incidents.length > 0)
  if (rows.length === 0) return html``
  return html`<div class="details">${rows.map((row) => rowDetails(section, row))}</div>`
}

function rowDetails(section: PageSection, row: PageRow): Html {
  const { received } = row.counts
  const shown = row.incidents.length
  return html`<details id="${anchorOf(section, row)}">
    <summary>
      <span>${row.title}</span>
      <small>${shown < received ? `${numberText(shown)} из ${numberText(received)}` : numberText(received)}</small>
    </summary>
    ${incidentTable(row.incidents, row.title, "Почему")}
  </details>`
}

/**
 * A list that wants attention.
 *
 * @param list - its incidents, or none
 */
export function attentionList(list: PageList): Html {
  const rest = list.total - list.incidents.length
  return html`<section class="card" id="${list.id}" aria-labelledby="${list.id}-title">
    <h2 id="${list.id}-title">${list.title} <span class="badge${list.total > 0 ? " hot" : ""}">${numberText(list.total)}</span></h2>
    ${
      list.total === 0
        ? html`<p class="lead">${list.empty}</p>`
        : html`<p class="lead">${list.lead}</p>
            ${incidentTable(list.incidents, list.title, list.noteTitle)}
            ${rest > 0 ? html`<p class="more">И ещё ${numberText(rest)}: все строки — в файле incidents.ndjson рядом с отчётом.</p>` : null}`
    }
  </section>`
}

function incidentTable(incidents: readonly IncidentLine[], title: string, noteTitle: string): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table class="incidents">
      <thead>
        <tr>
          <th scope="col" class="n">№</th>
          <th scope="col">Тема и место</th>
          <th scope="col">Ответственный</th>
          <th scope="col">Ответить до</th>
          <th scope="col">${noteTitle}</th>
        </tr>
      </thead>
      <tbody>
        ${incidents.map(incidentRow)}
      </tbody>
    </table>
  </div>`
}

function incidentRow(incident: IncidentLine): Html {
  const link = safeLink(incident.url)
  return html`<tr>
    <td class="n">
      ${link === null ? html`${incident.number}` : html`<a href="${link}" rel="noreferrer noopener">${incident.number}</a>`}
    </td>
    <td>${incident.topic}<br /><small>${incident.territory} · ${incident.network}</small></td>
    <td>${incident.authority}</td>
    <td class="time">${incident.due}</td>
    <td class="why">${incident.note}</td>
  </tr>`
}

/** The anchor of a row's incidents: keys may hold anything, anchors may not. */
function anchorOf(section: PageSection, row: PageRow): string {
  return `${section.id}-${row.id.replace(/[^\p{L}\p{N}]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}`)}`
}
