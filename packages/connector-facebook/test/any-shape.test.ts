import type { Reading } from "@otklik/connector-kit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readChange } from "../src/webhook/events.ts"
import { commentKey, postKey, readKey } from "../src/api/keys.ts"
import { readComment, readPost } from "../src/api/message.ts"

/** A word that nobody else says. */
const secret = "Заявителев"
const digits = fc.stringMatching(/^[1-9]\d{0,17}$/)
const odd = fc.oneof(fc.jsonValue(), fc.constant(secret), fc.constant({ name: secret }), fc.constant(null))

/** An object that may be what Facebook gives, with fields of any kind. */
const thing = fc.record(
  {
    id: fc.oneof(
      fc.tuple(digits, digits).map((ids) => ids.join("_")),
      odd,
    ),
    created_time: fc.oneof(fc.constant("2026-11-24T03:00:00+0000"), fc.integer(), odd),
    message: odd,
    from: odd,
    permalink_url: fc.oneof(fc.webUrl(), fc.constant("javascript:alert(1)"), odd),
    parent: odd,
    parent_id: odd,
    attachment: odd,
    attachments: fc.oneof(
      fc.record({ data: fc.array(fc.record({ type: odd, media: odd, url: odd, subattachments: odd }, { requiredKeys: [] })) }),
      odd,
    ),
    place: odd,
    comments: odd,
  },
  { requiredKeys: [] },
)

function expectSound(reading: Reading): void {
  if (reading.kind === "message") {
    const { key, url, attachments = [] } = reading.message
    expect(readKey(key)).toBeDefined()
    for (const link of [url, ...attachments.map((attachment) => attachment.url)]) expect(link).toMatch(/^https?:/)
  } else expect(JSON.stringify(reading)).not.toContain(secret)
}

describe("whatever Facebook gives", () => {
  it("is a message with a key that can be answered and links that run nothing, or is told to be none without what it says", () => {
    fc.assert(
      fc.property(fc.oneof(thing, odd), (value) => {
        expectSound(readPost(value))
        expectSound(readComment(value, "1_7"))
      }),
      { numRuns: 300 },
    )
  })

  it("holds for pushes as well", () => {
    const value = fc.record(
      {
        item: fc.oneof(fc.constantFrom("comment", "post", "status", "photo", "video", "share", "album", "reaction"), odd),
        verb: fc.oneof(fc.constantFrom("add", "edit", "edited", "remove", "hide", "unhide"), odd),
        post_id: fc.oneof(
          fc.tuple(digits, digits).map((ids) => ids.join("_")),
          fc.integer(),
          odd,
        ),
        comment_id: fc.oneof(
          fc.tuple(digits, digits).map((ids) => ids.join("_")),
          digits,
          odd,
        ),
        parent_id: odd,
        from: odd,
        sender_id: odd,
        message: odd,
        created_time: fc.oneof(fc.integer(), odd),
        photo: odd,
        photos: odd,
        link: odd,
        post: odd,
        published: odd,
      },
      { requiredKeys: ["item", "verb"] },
    )
    fc.assert(
      fc.property(
        fc.oneof(value, odd),
        fc.constantFrom("feed", "mention", secret),
        fc.oneof(fc.nat(), fc.double(), fc.constant(undefined)),
        (change, field, time) => {
          const event = readChange({ ownerId: "1", time, field, value: change })
          if (event.kind === "removed") expect(readKey(event.messageKey)).toBeDefined()
          else expectSound(event.kind === "changed" ? event.pushed : event.reading)
        },
      ),
      { numRuns: 500 },
    )
  })

  it("has keys that lead back to its ids", () => {
    fc.assert(
      fc.property(digits, digits, digits, (owner, post, comment) => {
        const postId = `${owner}_${post}`
        expect(readKey(postKey(postId))).toEqual({ kind: "post", id: postId, postId, ownerId: owner })
        const address = { kind: "comment", id: `${post}_${comment}`, postId, ownerId: owner }
        for (const id of [`${post}_${comment}`, comment, `${owner}_${post}_${comment}`])
          expect(readKey(commentKey(postId, id))).toEqual(address)
      }),
    )
    for (const key of ["facebook:", "facebook:1", "facebook:a_b", "facebook:1_2_3_4", "vk:-1_7", "facebook:1_2 "])
      expect(readKey(key)).toBeUndefined()
  })
})
