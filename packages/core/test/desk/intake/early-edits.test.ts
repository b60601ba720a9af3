import { buildMessage } from "@otklik/testkit"
import { expect, it } from "vitest"
import { type Delivery, createEarlyEdits } from "../../../src/desk/intake/early-edits.ts"

const at = "2026-11-24T03:00:00.000Z"

const deliveryOf = (key: string, editedAt?: string): Delivery => ({
  message: buildMessage({ key, ...(editedAt === undefined ? {} : { editedAt }) }),
  matches: [],
  talk: null,
  earlierTalks: [],
  origin: { origin: "citizen", reason: "no-other-applies" },
})

it("joins the newest edit that came before its message, in its place, for an hour", () => {
  const edits = createEarlyEdits()
  const [first, second] = [deliveryOf("vk:-1_1", "2026-11-24T02:00:00.000Z"), deliveryOf("vk:-1_1", "2026-11-24T02:10:00.000Z")]
  edits.note("vk:-1_1", [second], at)
  edits.note("vk:-1_1", [first], at)
  const message = deliveryOf("vk:-1_1")
  const later = deliveryOf("vk:-1_1", "2026-11-24T02:20:00.000Z")
  expect(edits.join("vk:-1_1", [message, later], "2026-11-24T04:00:00.000Z")).toEqual([message, second, later])
  expect(edits.join("vk:-1_2", [message], at)).toEqual([message])
  expect(edits.join("vk:-1_1", [message], "2026-11-24T04:01:00.000Z")).toEqual([message])
})

it("lets go of every text whose hour is over when the next one comes", () => {
  const edits = createEarlyEdits()
  for (const [key, noted] of [
    ["vk:-1_1", at],
    ["vk:-1_2", "2026-11-24T03:30:00.000Z"],
    ["vk:-1_3", "2026-11-24T04:01:00.000Z"],
  ] as const)
    edits.note(key, [deliveryOf(key, at)], noted)
  // Asked as of the first moment, when the hour of none was over.
  expect(["vk:-1_1", "vk:-1_2", "vk:-1_3"].map((key) => edits.join(key, [], at).length)).toEqual([0, 1, 1])
})

it("remembers no message that was never edited, and not too many", () => {
  const edits = createEarlyEdits()
  edits.note("vk:-1_0", [deliveryOf("vk:-1_0")], at)
  expect(edits.join("vk:-1_0", [], at)).toEqual([])
  for (let index = 1; index <= 1001; index += 1) edits.note(`vk:-1_${index}`, [deliveryOf(`vk:-1_${index}`, at)], at)
  expect([1, 2, 1001].map((index) => edits.join(`vk:-1_${index}`, [], at).length)).toEqual([0, 1, 1])
})
