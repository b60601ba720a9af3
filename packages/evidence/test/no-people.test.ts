import { photoFactsSchema } from "@otklik/core/evidence"
import { describe, expect, it } from "vitest"
import * as evidence from "../src/index.ts"
import { photoOf } from "./pictures/copies.ts"
import { streetPicture } from "./pictures/street.ts"

describe("guard of evidence: no faces are recognised and no people are looked for", () => {
  it("does two things, and tells four facts of a photo: none of them is about anybody", async () => {
    expect(Object.keys(evidence).toSorted()).toEqual(["makePublicCopy", "readPhoto"])
    const reading = await evidence.readPhoto(await photoOf(streetPicture(5)))
    expect(Object.keys(reading).toSorted()).toEqual(["facts", "format", "hasBrokenMetadata", "height", "width"])
    expect(Object.keys(reading.facts).toSorted()).toEqual(["captured", "contentHash", "fingerprint", "place"])
    expect(photoFactsSchema.parse(reading.facts)).toEqual(reading.facts)
  })
})
