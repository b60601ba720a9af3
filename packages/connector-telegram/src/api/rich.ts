import type { Attachment } from "@otklik/core/connector"

/** What a rich message says, laid out as plain text. */
export interface FlatMessage {
  readonly text: string
  readonly media: readonly Attachment["kind"][]
  readonly location: unknown
}

/** Deeper blocks than these are not read. */
const mostDepth = 16

/** Media of a block by its field. */
const media: Readonly<Record<string, Attachment["kind"]>> = {
  photo: "photo",
  video: "video",
  animation: "video",
  audio: "audio",
  voice_note: "audio",
}

/**
 * Lays out `RichMessage` of Bot API 10.1: the words of all its blocks in their order, a block a line, and what media it
 * shows. Blocks are read by their fields and not by their type, so that the words of a new kind of block are found
 * where the known ones have theirs.
 *
 * @param message - `RichMessage`
 */
export function flattenRichMessage(message: unknown): FlatMessage {
  const lines: string[] = []
  const kinds: Attachment["kind"][] = []
  let location: unknown

  function addLine(text: unknown): void {
    const line = textOf(text, 0).trim()
    if (line !== "") lines.push(line)
  }

  function addBlock(block: unknown, depth: number): void {
    // What a bot shows while it thinks is no part of the message.
    if (depth > mostDepth || fieldOf(block, "type") === "thinking") return
    for (const [field, kind] of Object.entries(media)) if (fieldOf(block, field) !== undefined) kinds.push(kind)
    location ??= fieldOf(block, "location")
    for (const field of ["summary", "label", "text", "expression"]) addLine(fieldOf(block, field))
    for (const row of listOf(fieldOf(block, "cells"))) {
      const cells = listOf(row).map((cell) => textOf(fieldOf(cell, "text"), 0).trim())
      addLine(cells.filter((cell) => cell !== "").join(" | "))
    }
    for (const field of ["blocks", "items"]) for (const inner of listOf(fieldOf(block, field))) addBlock(inner, depth + 1)
    const caption = fieldOf(block, "caption")
    addLine(caption) // A text, or an object with one inside.
    for (const part of [block, caption]) addLine(fieldOf(part, "credit"))
  }

  for (const block of listOf(fieldOf(message, "blocks"))) addBlock(block, 0)
  return { text: lines.join("\n"), media: kinds, location }
}

/** `RichText`: a text, a list of such, or an object with one inside. */
function textOf(value: unknown, depth: number): string {
  if (typeof value === "string") return value
  if (depth > mostDepth || typeof value !== "object" || value === null) return ""
  if (Array.isArray(value)) return value.map((part) => textOf(part, depth + 1)).join("")
  for (const field of ["text", "alternative_text", "expression"]) {
    const inner = fieldOf(value, field)
    if (inner !== undefined) return textOf(inner, depth + 1)
  }
  return ""
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
