import { describe, expect, it } from "vitest"
import { checkConnectorShape } from "../checks/connector-shape.ts"
import { treeOf } from "../tree.ts"

const src = "packages/connector-net/src"
const whole = {
  [`${src}/index.ts`]: "",
  [`${src}/net-connector.ts`]: 'import { createReplier } from "./reply/reply.ts"\nexport const create = createReplier\n',
  [`${src}/options.ts`]: "",
  [`${src}/health.ts`]: 'import { read } from "./sources/wall.ts"\nexport const check = read\n',
  [`${src}/api/client.ts`]: 'import type { Options } from "../options.ts"\nexport type Client = Options\n',
  [`${src}/sources/wall.ts`]: 'import type { Client } from "../api/client.ts"\nexport const read = (client: Client) => client\n',
  [`${src}/webhook/receive.ts`]:
    'import * as z from "zod"\nimport { read } from "../sources/wall.ts"\nexport const receive = z.custom(read)\n',
  [`${src}/reply/reply.ts`]: 'import { read } from "../sources/wall.ts"\nexport const createReplier = read\n',
}

describe("checkConnectorShape", () => {
  it("accepts the shape of a connector, without a webhook and an api too, and leaves the kit alone", () => {
    expect(checkConnectorShape(treeOf({ ...whole, "packages/connector-kit/src/http/http.ts": "" }))).toEqual([])
    const { [`${src}/webhook/receive.ts`]: _, ...polled } = whole
    expect(checkConnectorShape(treeOf(polled))).toEqual([])
  })

  it.each(["check.ts", "wall-connector.ts", "util/text.ts", "api/text/plain.ts"])("refuses a file beside the shape: %s", (name) => {
    const problems = checkConnectorShape(treeOf({ ...whole, [`${src}/${name}`]: "" }))
    expect(problems.map(({ file }) => file)).toEqual([`${src}/${name}`])
  })

  it("lets a connector that is only sent messages have no sources, and misses them without a webhook", () => {
    const sent = Object.entries(whole).filter(([file]) => !file.includes("/sources/"))
    expect(checkConnectorShape(treeOf(Object.fromEntries(sent)))).toEqual([])
    const mute = sent.filter(([file]) => !file.includes("/webhook/"))
    expect(checkConnectorShape(treeOf(Object.fromEntries(mute)))).toMatchObject([{ file: `${src}/sources` }])
  })

  it.each(["index.ts", "net-connector.ts", "options.ts", "health.ts", "reply"])("misses %s", (name) => {
    const left = Object.entries(whole).filter(([file]) => file !== `${src}/${name}` && !file.startsWith(`${src}/${name}/`))
    expect(checkConnectorShape(treeOf(Object.fromEntries(left)))).toEqual([
      { file: `${src}/${name}`, message: expect.stringContaining("missing") as string },
    ])
  })

  it.each([
    ["api", "sources/wall.ts"],
    ["api", "reply/reply.ts"],
    ["sources", "webhook/receive.ts"],
    ["sources", "reply/reply.ts"],
    ["webhook", "reply/reply.ts"],
    ["reply", "webhook/receive.ts"],
  ])("refuses that %s/ imports %s", (home, target) => {
    const file = `${src}/${home}/other.ts`
    const problems = checkConnectorShape(treeOf({ ...whole, [file]: `\nimport type { Other } from "../${target}"\n` }))
    expect(problems).toEqual([{ file, line: 2, message: expect.stringContaining(`${home}/ may not import`) as string }])
  })
})
