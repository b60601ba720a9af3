import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { sessionSecret, signCall } from "../src/api/signature.ts"
import { absent, hasContract, vectors } from "./official.ts"

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

describe("the signature of a call", () => {
  it("is MD5 of the sorted parameters, joined with nothing, and the secret, in small letters", () => {
    expect(signCall({ method: "users.getCurrentUser", application_key: "KEY", format: "json" }, "s3")).toBe(
      md5("application_key=KEYformat=jsonmethod=users.getCurrentUsers3"),
    )
    expect(sessionSecret("token", "application")).toBe(md5("tokenapplication"))
  })

  it("leaves out the signature itself, the token and the session, and signs values as they are", () => {
    const params = { comment: "Засыпали & = %", Big: "1" }
    expect(signCall({ ...params, sig: "x", access_token: "y", session_key: "z" }, "s")).toBe(md5("Big=1comment=Засыпали & = %s"))
  })

  it("of a call without parameters is that of the secret", () => {
    expect(signCall({}, "s")).toBe(md5("s"))
  })

  it.skipIf(!hasContract)("is the published one", () => {
    expect(vectors()).toHaveLength(2)
    for (const vector of vectors()) {
      const secret = vector.session_secret_key ?? sessionSecret(vector.access_token ?? "", vector.application_secret_key ?? "")
      if (vector.secret_key !== undefined) expect(secret).toBe(vector.secret_key)
      expect(signCall(vector.params, secret)).toBe(vector.sig)
    }
  })
})

it.runIf(!hasContract)(`skips: ${absent}`, () => {
  expect(hasContract).toBe(false)
})
