import { describe, expect, it } from "vitest"
import { checkAnywhere } from "../checks/anywhere.ts"
import { treeOf } from "../tree.ts"

const core = "packages/core/src/base/a.ts"
const kit = "packages/connector-kit/src/a.ts"

describe("checkAnywhere", () => {
  it("accepts zod as a namespace, and what is Node's where it is asked for", () => {
    const tree = treeOf({
      [core]:
        'import * as z from "zod"\nimport type * as mini from "zod/mini"\nimport { safeParse } from "zod/mini"\nexport const a = { Buffer: 1 }.Buffer\n',
      [kit]: 'import { createHash } from "node:crypto"\nexport const a = Buffer.from("a")\n',
      "packages/core/src/base/platform/node.ts": 'import { createHash } from "node:crypto"\nexport const a = Buffer.from("a")\n',
    })
    expect(checkAnywhere(tree)).toEqual([])
  })

  it.each([
    [core, 'import { z } from "zod"'],
    [core, 'import type { z } from "zod"'],
    [kit, 'import { z as zod } from "zod"'],
    [kit, 'import z from "zod/mini"'],
    [core, 'import { createHash } from "node:crypto"'],
    [core, 'import type { Readable } from "node:stream"'],
    [core, 'const a = Buffer.from("a")'],
    [core, "const a = (b: unknown) => b instanceof Buffer"],
  ])("refuses in %s: %s", (file, code) => {
    expect(checkAnywhere(treeOf({ [file]: code }))).toHaveLength(1)
  })
})
