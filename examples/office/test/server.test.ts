import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { deskCommandSchema } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { en } from "../app/text/en.ts"
import { ru } from "../app/text/ru.ts"
import { devAccounts, devPassword, hashPassword, isPassword } from "../server/accounts.ts"
import { buildAssets } from "../server/assets.ts"
import { answerPage } from "../server/pages.ts"
import { createSessions } from "../server/sessions.ts"

const run = promisify(execFile)
const program = fileURLToPath(new URL("../serve.ts", import.meta.url))

async function serve(env: Readonly<Record<string, string>>): Promise<{ readonly code: number; readonly told: string }> {
  return run(process.execPath, ["--conditions=@otklik/source", program], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    timeout: 50_000,
  }).then(
    () => ({ code: 0, told: "" }),
    (error: unknown) => {
      const { code, stderr = "" } = error as { readonly code?: number; readonly stderr?: string }
      return { code: code ?? -1, told: stderr }
    },
  )
}

describe("npm run office", () => {
  it("does not start with accounts that everybody knows on an address that others reach", async () => {
    const { code, told } = await serve({ OFFICE_DEV_LOGIN: "1", OFFICE_HOST: "0.0.0.0" })
    expect(code).toBe(2)
    expect(told).toContain("0.0.0.0")
  })

  it("does not start where nobody could sign in", async () => {
    expect((await serve({})).code).toBe(2)
  })
})

describe("a session", () => {
  const clock = { at: 1_000_000 }
  const make = async () => createSessions({ accounts: await devAccounts(), isSecure: true, now: () => clock.at })
  const headers = (cookie: string) => new Headers({ cookie: `other=1; ${cookie.split(";")[0] ?? ""}` })

  it("is a signed cookie that no script reads and no other site sends, until it ends", async () => {
    const sessions = await make()
    const made = await sessions.signIn("ivanova", devPassword)
    if (!("cookie" in made)) throw new Error("a cookie was expected")
    expect(made.cookie).toMatch(/^office=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure$/)
    expect(sessions.accountOf(headers(made.cookie))?.name).toBe("Анна Иванова")
    const [id = "", until = "", signature = ""] = made.cookie.slice("office=".length).split(";")[0]?.split(".") ?? []
    const other = Buffer.from("vasileva").toString("base64url")
    for (const forged of [`${other}.${until}.${signature}`, `${id}.${Number(until) + 1}.${signature}`, `${id}.${until}.`, ""])
      expect(sessions.accountOf(headers(`office=${forged}`)), forged).toBeUndefined()
    // Another key: the process was started anew.
    expect((await make()).accountOf(headers(made.cookie))).toBeUndefined()
    clock.at += 12 * 3600 * 1000 + 1
    expect(sessions.accountOf(headers(made.cookie))).toBeUndefined()
  })

  it("is refused for a wrong password and an unknown name alike, and after ten of them for a while", async () => {
    const sessions = await make()
    expect(await sessions.signIn("nobody", devPassword)).toEqual({ refusal: "wrong-password" })
    for (let tries = 0; tries < 10; tries += 1) expect(await sessions.signIn("petrov", "x")).toEqual({ refusal: "wrong-password" })
    expect(await sessions.signIn("petrov", devPassword)).toEqual({ refusal: "too-many-tries" })
    clock.at += 300_001
    expect(await sessions.signIn("petrov", devPassword)).toHaveProperty("cookie")
  })

  it("rests on scrypt, with a salt of its own for each password", async () => {
    const [one, other] = [await hashPassword("слово"), await hashPassword("слово")]
    expect(one).not.toBe(other)
    expect([await isPassword("слово", one), await isPassword("слова", one), await isPassword("слово", undefined)]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe("the pages", () => {
  it("take at most 220 kB with brotli at the first load", async () => {
    const assets = await buildAssets()
    expect(assets.firstLoadBytes).toBeGreaterThan(50_000)
    expect(assets.firstLoadBytes).toBeLessThanOrEqual(220_000)
  })

  it("run nothing and load nothing of another origin, and lasting files keep their names", async () => {
    const assets = await buildAssets()
    const page = answerPage(assets, new Request("http://desk/q/new?topics=heating", { headers: { "accept-encoding": "br" } }))
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(page.headers.get("content-encoding")).toBe("br")
    const [script = ""] = [...assets.byPath.keys()].filter((path) => path.endsWith(".js"))
    const answer = answerPage(assets, new Request(`http://desk${script}`))
    expect(answer.headers.get("cache-control")).toContain("immutable")
    const known = answerPage(
      assets,
      new Request(`http://desk${script}`, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } }),
    )
    expect(known.status).toBe(304)
    expect(answerPage(assets, new Request("http://desk/assets/gone.js")).status).toBe(404)
    expect(answerPage(assets, new Request("http://desk/../../package.json")).status).toBe(404)
  })
})

describe("the words of the desk", () => {
  it("name every command that the desk knows, in both languages", () => {
    for (const { shape } of deskCommandSchema.options) {
      const type = shape.type.value
      expect([ru.command[type], en.command[type]], type).not.toContain(undefined)
    }
  })
})
