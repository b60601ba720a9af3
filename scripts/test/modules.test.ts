import { describe, expect, it } from "vitest"
import { checkModules } from "../checks/modules.ts"
import { treeOf } from "../tree.ts"

const src = "packages/core/src"

describe("checkModules", () => {
  it("accepts imports leftwards through index.ts, inside a module, and of packages", () => {
    const tree = treeOf({
      [`${src}/index.ts`]: 'export { find } from "./desk/index.ts"\n',
      [`${src}/entries/rules.ts`]: 'export { match } from "../match/index.ts"\n',
      [`${src}/desk/index.ts`]: 'export { find } from "./find.ts"\n',
      [`${src}/desk/find.ts`]:
        'import * as z from "zod"\nimport type { Instant } from "../base/index.ts"\nexport const find = z.string()\n',
      [`${src}/base/index.ts`]: "",
    })
    expect(checkModules(tree)).toEqual([])
  })

  it.each([
    ["an import to the right", `import { a } from "../desk/index.ts"`, /"match" may not import "desk"/],
    ["a type import to the right", `import type { A } from "../storage/index.ts"`, /"match" may not import "storage"/],
    ["a re-export to the right", `export { a } from "../route/index.ts"`, /"match" may not import "route"/],
    ["a dynamic import to the right", `const a = await import("../sla/index.ts")`, /"match" may not import "sla"/],
    ["a type query to the right", `type A = import("../reply/index.ts").A`, /"match" may not import "reply"/],
    ["an import past the index", `import { a } from "../base/instant.ts"`, /entered through its index\.ts/],
    ["an import of the root entry", `import { a } from "../index.ts"`, /does not import an entry/],
    ["an import of another entry", `import { a } from "../entries/sla.ts"`, /does not import an entry/],
    ["an import out of src", `import { a } from "../../../testkit/src/index.ts"`, /leaves src/],
    ["an import of a sibling package", `import { a } from "@otklik/testkit"`, /imports no package of Otklik/],
  ])("refuses %s", (_, code, message) => {
    const problems = checkModules(treeOf({ [`${src}/match/a.ts`]: `\n${code}\n` }))
    expect(problems).toEqual([{ file: `${src}/match/a.ts`, line: 2, message: expect.stringMatching(message) as string }])
  })

  it("refuses an import past the index of a folder inside of a module, from outside of it alone", () => {
    const files = {
      [`${src}/match/engine/index.ts`]: 'export { judge } from "./judge/judge.ts"\n',
      [`${src}/match/engine/judge/judge.ts`]: 'import type { Term } from "../terms/term.ts"\nexport const judge = (term: Term) => term\n',
      [`${src}/match/engine/terms/term.ts`]: 'import { fold } from "../../fold/fold.ts"\nexport type Term = ReturnType<typeof fold>\n',
      [`${src}/match/fold/fold.ts`]: "export const fold = () => 1\n",
      [`${src}/match/matcher.ts`]: 'import { judge } from "./engine/index.ts"\nexport const match = judge\n',
    }
    expect(checkModules(treeOf(files))).toEqual([])
    const past = { ...files, [`${src}/match/tools/check.ts`]: '\nimport { judge } from "../engine/judge/judge.ts"\n' }
    expect(checkModules(treeOf(past))).toEqual([
      {
        file: `${src}/match/tools/check.ts`,
        line: 2,
        message: expect.stringMatching(/"match\/engine" is entered through its index\.ts/) as string,
      },
    ])
  })

  it("refuses a module that the core does not have", () => {
    expect(checkModules(treeOf({ [`${src}/util/a.ts`]: "" }))).toHaveLength(1)
  })
})
