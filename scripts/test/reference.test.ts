import { describe, expect, it } from "vitest"
import { eventFields } from "../../packages/core/src/storage/index.ts"
import { incidentEvents, deskEvents } from "../reference/events.ts"
import { errorCodes } from "../reference/errors.ts"
import { pagesMadeAnew } from "../reference/pages.ts"
import { root } from "../root.ts"
import { readTree, type Tree } from "../tree.ts"

const tree = readTree(root)

/** The repository with one sentence of its sources replaced. */
function changed(from: string, to: string): Tree {
  return { ...tree, read: (file) => (file.startsWith("packages/core/src/") ? tree.read(file).replace(from, to) : tree.read(file)) }
}

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))

describe("docs/reference", () => {
  it("is what the code says (npm run docs:reference writes it)", async () => {
    for (const [file, text] of await pagesMadeAnew(tree)) expect(tree.read(file), file).toBe(text)
  })

  it("names every event of an incident with every field that it must have", () => {
    const told = Object.fromEntries(
      rowsOf(incidentEvents(tree)).map(([, name = "", , fields = ""]) => [
        name.replaceAll("`", ""),
        [...fields.replaceAll(/ \((?:[^()]|\([^)]*\))*\)/g, "").matchAll(/`(\w+)`/g)].map(([, field]) => field),
      ]),
    )
    const known = Object.fromEntries(Object.entries(eventFields).map(([name, fields]) => [name, [...fields]]))
    expect(Object.keys(told).toSorted()).toEqual(Object.keys(known).toSorted())
    for (const [name, fields] of Object.entries(told)) expect(new Set<unknown>(fields), name).toEqual(new Set(known[name]))
  })

  it.each([
    ["events.md", "A message matched and waits for a decision.", "Another sentence."],
    ["events.md", "A page that was committed.", "Another sentence."],
    ["events.md", "readonly usual: number", "readonly unusual: number"],
    ["errors.md", "The network asks to wait.", "Another sentence."],
    ["roles.md", '"drafter-is-approver"', '"another-reason"'],
  ])("goes stale, and is noticed, when the code says another thing (%s)", async (page, from, to) => {
    const made = await pagesMadeAnew(changed(from, to))
    const stale = [...made].filter(([file, text]) => text !== tree.read(file)).map(([file]) => file)
    expect(stale).toEqual([`docs/reference/${page}`])
  })

  it("tells nothing of an event or a code that is not declared any more", () => {
    expect(rowsOf(deskEvents(changed('readonly "clock-off": ClockOffEvent', ""))).length).toBe(rowsOf(deskEvents(tree)).length - 1)
    expect(() => errorCodes(changed("readonly refused:", "readonly declined:"))).toThrow("declined")
  })
})
