import { describe, expect, it } from "vitest"
import { answerSchemas, type Config } from "../src/index.ts"
import { ownChecks } from "../src/doctor/doctor.ts"
import { createBench, soundConfig } from "./host.ts"
import { mutants, type Mutant } from "./mutants.ts"

async function ask({ config, prepare, options = [], ...machine }: Mutant) {
  const bench = createBench(config)
  await bench.run(["migrate"], { config: soundConfig })
  await prepare?.(bench)
  const { env: change, ...given } = machine
  const env = { DATABASE: `${bench.folder}/desk.db`, AUTHOR_KEY: Buffer.alloc(32, 7).toString("base64"), ...change }
  const { out, exit } = await bench.run(["doctor", "--json", ...options], { ...given, env, config })
  return { exit, ...answerSchemas.doctor.parse(JSON.parse(out)) }
}

describe("doctor", () => {
  it("has nothing against a sound host", async () => {
    const { exit, checks } = await ask({ config: soundConfig })
    expect(checks.filter(({ state }) => state === "fail" || state === "warn")).toEqual([])
    expect(exit).toBe(0)
  })

  it("asks no network unless it is told to", async () => {
    const { checks } = await ask({ config: soundConfig, fetch: () => Promise.reject(new Error("asked")) })
    expect(checks.find(({ id }) => id === "connectors")).toMatchObject({ state: "skip" })
  })

  it.each(Object.entries(mutants))("fails exactly %s for a host with that fault", async (id, mutant) => {
    const { exit, checks } = await ask(mutant)
    expect(checks.filter(({ state }) => state === "fail")).toEqual([
      { id, title: expect.any(String) as string, state: "fail", why: expect.any(String) as string, action: expect.any(String) as string },
    ])
    expect(exit).toBe(1)
  })

  it("has a broken host for every check", () => {
    expect(Object.keys(mutants).toSorted()).toEqual(ownChecks.map(({ id }) => id).toSorted())
  })

  it("makes one check that is asked for, and names all where there is none of that id", async () => {
    const bench = createBench()
    const { out } = await bench.run(["doctor", "--json", "--only", "node"])
    expect(answerSchemas.doctor.parse(JSON.parse(out)).checks.map(({ id }) => id)).toEqual(["node"])
    const { exit, err } = await bench.run(["doctor", "--only", "nod"])
    expect(exit).toBe(2)
    expect(err).toContain("node")
  })

  it("makes the host's own checks with the same parts", async () => {
    const config: Config = {
      ...soundConfig,
      checks: [
        {
          id: "two-authorities",
          title: "there are two authorities",
          async run({ parts }) {
            const { routing } = await parts()
            return { state: "fail", why: `there are ${routing.authorities.length}`, action: "add one" }
          },
        },
      ],
    }
    const { exit, checks } = await ask({ config })
    expect(checks.at(-1)).toEqual({
      id: "two-authorities",
      title: "there are two authorities",
      state: "fail",
      why: "there are 2",
      action: "add one",
    })
    expect(exit).toBe(1)
  })

  it("prints no secret that an error holds", async () => {
    const secret = "a-token-that-nobody-sees"
    const config: Config = {
      ...soundConfig,
      env: { ...soundConfig.env, VK_TOKEN: { title: "the token" } },
      desk({ env: { VK_TOKEN } }) {
        throw new Error(`the token ${VK_TOKEN ?? ""} is wrong`)
      },
    }
    const bench = createBench(config)
    const env = { DATABASE: ":memory:", AUTHOR_KEY: Buffer.alloc(32, 7).toString("base64"), VK_TOKEN: secret }
    for (const words of [["doctor"], ["doctor", "--json"], ["migrate"], ["report", "--from", "2026-11-01", "--to", "2026-12-01"]]) {
      const { out, err } = await bench.run(words, { env })
      expect(out + err).not.toContain(secret)
      if (words[0] === "doctor") expect(out).toContain("[VK_TOKEN]")
    }
  })
})
