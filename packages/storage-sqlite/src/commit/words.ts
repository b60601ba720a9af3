import { searchTermsOf, type WordTest } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"

/** The tokenizer of the index takes letters, digits and all that is not ASCII; the rest is written as its code. */
function token(term: string): string {
  return term.replaceAll(/[^a-z0-9\u0080-\uffff]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}-`)
}

/** What every message of a tenant has: no word begins so. */
function tenantToken(tenant: string): string {
  return `=t:${token(tenant)}`
}

/** The words of a text as they stand in its row. */
export function wordsOfText(text: string | null): string {
  return searchTermsOf(text).map(token).join(" ")
}

/** What finds the messages of a tenant that hold a word of every group. */
export function wordQuery(tenant: string, groups: readonly (readonly WordTest[])[]): string {
  const spell = ({ term, prefix }: WordTest) => `"${token(term)}"${prefix === true ? " *" : ""}`
  return [`"${tenantToken(tenant)}"`, ...groups.map((group) => `(${group.map(spell).join(" OR ")})`)].join(" AND ")
}

/** Puts a message into the index. */
export function indexWords(connection: Connection, tenant: string, id: number, words: string): void {
  if (words === "") return
  connection.run("INSERT INTO otklik_words (rowid, words) VALUES (?, ?)", id, `${tenantToken(tenant)} ${words}`)
}

/** Takes a message out of the index. */
export function forgetWords(connection: Connection, tenant: string, id: number, words: string): void {
  if (words === "") return
  connection.run("INSERT INTO otklik_words (otklik_words, rowid, words) VALUES ('delete', ?, ?)", id, `${tenantToken(tenant)} ${words}`)
}

/** Takes every message of a tenant out of the index, and puts it in for another one; null: for nobody. */
export function handOverWords(connection: Connection, from: string, to: string | null): void {
  const rows = "FROM otklik_message WHERE tenant = ? AND words <> ''"
  connection.run(
    `INSERT INTO otklik_words (otklik_words, rowid, words) SELECT 'delete', id, ? || ' ' || words ${rows}`,
    tenantToken(from),
    from,
  )
  if (to !== null) connection.run(`INSERT INTO otklik_words (rowid, words) SELECT id, ? || ' ' || words ${rows}`, tenantToken(to), from)
}
