import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseEnv } from "node:util"
import { productionYears } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { answerSchemas, type Machine } from "../src/index.ts"
import { networkNames, networkTemplates } from "../src/init/networks.ts"
import { knownYears } from "../src/init/project.ts"
import { storageNames } from "../src/init/storages.ts"
import { createBench, type Bench } from "./host.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** A bench whose projects find the packages of this repository, and whose config is imported as it is. */
function createFolder(): Bench & { readonly load: Machine["load"] } {
  const bench = createBench()
  symlinkSync(join(root, "node_modules"), join(bench.folder, "node_modules"))
  return { ...bench, load: (file) => import(file) as Promise<unknown> }
}

async function begin({ run }: Bench, words: readonly string[]) {
  const { out, exit, err } = await run(["init", "--json", ...words])
  expect({ exit, err }).toEqual({ exit: 0, err: "" })
  return answerSchemas.init.parse(JSON.parse(out))
}

/** Values for what a person fills in. */
function filled(text: string): Readonly<Record<string, string | undefined>> {
  const made = Object.entries(parseEnv(text)).map(([name, value = ""]) => [name, value === "" ? valueOf(name) : value])
  return Object.fromEntries(made) as Readonly<Record<string, string>>
}

function valueOf(name: string): string {
  if (name === "X_USERNAME") return "town"
  if (name === "TELEGRAM_CHAT_ID") return "-1001234567890"
  return name.endsWith("_ID") ? "1234567" : "7000000001:AAE-invented-token-of-a-test-01"
}

const choices = storageNames.flatMap((storage) =>
  [[], ...networkNames.map((name) => [name]), networkNames].map((networks) => ({ storage, networks })),
)

describe("init", () => {
  it.each(choices)("starts a host with $storage and $networks whose desk is made", async ({ storage, networks }) => {
    const bench = createFolder()
    const { folder } = bench
    await begin(bench, ["town", "--storage", storage, "--networks", networks.join(","), "--zone", "Asia/Chita"])
    const env = filled(readFileSync(join(folder, "town/.env"), "utf8"))
    const host = { env: { ...env, DATABASE: ":memory:" }, folder: join(folder, "town"), load: bench.load }
    const { checks } = answerSchemas.doctor.parse(JSON.parse((await bench.run(["doctor", "--json"], host)).out))
    // PostgreSQL is not there, and what is in memory has no schema: everything that needs neither is in order.
    const states = Object.fromEntries(checks.map(({ id, state, why }) => [id, `${state}: ${why}`]))
    if (storage === "postgres") {
      expect(states["storage"]).toMatch(/^fail/)
      return
    }
    for (const id of ["config", "env", "storage", "desk", "rules", "topics", "routing", "policies"]) expect(states[id]).toMatch(/^ok/)
  })

  it("gives its projects a test that passes offline", async () => {
    const bench = createFolder()
    await begin(bench, ["town", "--yes"])
    const node = [join(root, "node_modules/.bin/node"), "--conditions=@otklik/source", "--test"]
    execFileSync(node[0] ?? "", node.slice(1), { cwd: join(bench.folder, "town"), env: { PATH: process.env["PATH"] ?? "" } })
  })

  it("is in order, works and answers from the first command on", async () => {
    const bench = createFolder()
    await begin(bench, ["town", "--yes", "--zone", "Asia/Chita"])
    const host = { env: { DATABASE: join(bench.folder, "desk.db") }, folder: join(bench.folder, "town"), load: bench.load }
    expect((await bench.run(["migrate"], host)).exit).toBe(0)
    const { exit, out } = await bench.run(["doctor", "--json"], host)
    expect(answerSchemas.doctor.parse(JSON.parse(out)).checks.filter(({ state }) => state === "fail")).toEqual([])
    expect(exit).toBe(0)
  })

  it("writes nothing in a dry run, and says the same", async () => {
    const bench = createFolder()
    const dry = await begin(bench, ["town", "--dry-run"])
    expect(() => statSync(join(bench.folder, "town"))).toThrow("ENOENT")
    const real = await begin(bench, ["town"])
    expect(real).toEqual({ ...dry, isWritten: true })
  })

  it("writes over nothing", async () => {
    const bench = createFolder()
    mkdirSync(join(bench.folder, "town"))
    writeFileSync(join(bench.folder, "town/notes.txt"), "mine")
    const { exit, err } = await bench.run(["init", "town"])
    expect(exit).toBe(2)
    expect(err).toContain("notes.txt")
  })

  it("keeps secrets to their owner, out of the example, and new each time", async () => {
    const bench = createFolder()
    await begin(bench, ["one"])
    await begin(bench, ["two"])
    const read = (path: string) => parseEnv(readFileSync(join(bench.folder, path), "utf8"))
    expect(statSync(join(bench.folder, "one/.env")).mode & 0o077).toBe(0)
    expect(read("one/.env")["AUTHOR_KEY"]).not.toBe(read("two/.env")["AUTHOR_KEY"])
    expect(Buffer.from(read("one/.env")["AUTHOR_KEY"] ?? "", "base64")).toHaveLength(32)
    expect(read("one/.env.example")).toMatchObject({ AUTHOR_KEY: "", API_TOKEN: "" })
    expect(readFileSync(join(bench.folder, "one/.gitignore"), "utf8")).toContain(".env\n")
  })

  it("names the next steps in the words of the package manager that started it", async () => {
    const bench = createFolder()
    const { out } = await bench.run(["init", "a town", "--json"], { env: { npm_config_user_agent: "pnpm/10.1.0 npm/? node/v24" } })
    expect(answerSchemas.init.parse(JSON.parse(out)).next).toEqual([
      'cd "a town"',
      "pnpm install",
      "pnpm run migrate",
      "pnpm run doctor",
      "pnpm run start",
    ])
  })

  it.each([
    [["--networks", "vk,fax"], "networks"],
    [["--zone", "Chita"], "zone"],
    [["--storage", "oracle"], "storage"],
  ])("refuses %s", async (words, name) => {
    const { exit, out } = await createFolder().run(["init", "town", "--json", ...words])
    expect(exit).toBe(2)
    expect(answerSchemas.error.parse(JSON.parse(out)).error.message).toContain(name)
  })

  it("knows the years that the calendar of Russia knows", () => {
    expect(knownYears).toEqual(productionYears)
  })

  it("reads every variable that it names", () => {
    for (const { env, options, account, made } of Object.values(networkTemplates)) {
      expect(Object.keys(env)).toEqual(expect.arrayContaining([...made]))
      for (const name of Object.keys(env)) expect([...options, account].join("\n")).toContain(`env["${name}"]`)
    }
  })
})
