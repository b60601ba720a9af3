import type { Tree } from "../tree.ts"
import { declared, type Declaration } from "./declarations.ts"
import { code, table } from "./tables.ts"

/** Every event of an incident: a table a group, with when it comes and what it carries beside the envelope. */
export function incidentEvents(tree: Tree): string {
  return declared(tree, "IncidentEvent")
    .parts.map((name) => declared(tree, name))
    .map(({ doc, parts }) => {
      const rows = parts.map((part) => declared(tree, part)).map((event) => [code(event.tag ?? event.name), event.doc, fieldsCell(event)])
      return `${doc}\n\n${table(["event", "when", "fields"], rows)}`
    })
    .join("\n\n")
}

/** What a desk tells beside the events of incidents. */
export function deskEvents(tree: Tree): string {
  const rows = declared(tree, "DeskEventMap").fields.map(({ name, type }) => {
    const news = declared(tree, type)
    return [code(name), news.doc, fieldsCell(news)]
  })
  return table(["event", "when", "fields"], rows)
}

function fieldsCell({ fields }: Declaration): string {
  if (fields.length === 0) return "–"
  return fields
    .map(({ name, isOptional, doc }) => `${code(isOptional ? `${name}?` : name)}${doc === "" ? "" : ` (${gloss(doc)})`}`)
    .join(", ")
}

/** A docstring as a remark in brackets. */
function gloss(doc: string): string {
  const text = doc.replace(/\.$/, "")
  return /^[A-Z][a-z]/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text
}
