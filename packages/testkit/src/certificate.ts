import type { CaseResult } from "./contract.ts"

/** One line of a certificate. */
export interface CertificateRow {
  /** What is before the colon in the names of the cases. */
  readonly group: string
  /** How many cases were kept. */
  readonly kept: number
  /** The promises that are broken, in words. */
  readonly broken: readonly string[]
  /** The promises that the subject does not make, with the reason. */
  readonly notMade: readonly {
    /** The case. */
    readonly promise: string
    /** Why it does not apply. */
    readonly why: string
  }[]
}

/** What a run of a contract proved. */
export interface Certificate {
  /** Nothing was broken, and at least one promise was kept. */
  readonly holds: boolean
  /** One row a connector or storage. */
  readonly rows: readonly CertificateRow[]
  /** The rows as a Markdown table, for a page of documentation. */
  readonly markdown: string
}

/**
 * Turns the results of `runContract` into a table of what the subject keeps.
 *
 * @param results - of one run
 */
export function certificate(results: readonly CaseResult[]): Certificate {
  const rows = [...Map.groupBy(results, (result) => groupOf(result.name))].map(([group, ofGroup]) => rowOf(group, ofGroup))
  const broken = results.some((result) => result.outcome === "broken")
  const kept = results.some((result) => result.outcome === "kept")
  return { holds: kept && !broken, rows, markdown: tableOf(rows) }
}

function rowOf(group: string, results: readonly CaseResult[]): CertificateRow {
  return {
    group,
    kept: results.filter((result) => result.outcome === "kept").length,
    broken: results.filter((result) => result.outcome === "broken").map((result) => promiseOf(result.name)),
    notMade: results.flatMap((result) => (result.outcome === "not-made" ? [{ promise: promiseOf(result.name), why: result.why }] : [])),
  }
}

function tableOf(rows: readonly CertificateRow[]): string {
  const lines = rows.map(({ group, kept, broken, notMade }) => {
    const refused = notMade.map(({ promise, why }) => `${promise} (${why})`)
    return `| ${group} | ${kept} | ${broken.map(cell).join("; ") || "none"} | ${refused.map(cell).join("; ") || "none"} |`
  })
  return ["| promises about | kept | broken | not made |", "| --- | ---: | --- | --- |", ...lines].join("\n")
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ")
}

function groupOf(name: string): string {
  const colon = name.indexOf(": ")
  return colon === -1 ? name : name.slice(0, colon)
}

function promiseOf(name: string): string {
  const colon = name.indexOf(": ")
  return colon === -1 ? name : name.slice(colon + 2)
}
