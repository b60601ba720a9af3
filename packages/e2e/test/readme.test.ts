import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")

describe.each(["README.md", "README.ru.md"])("%s", (page) => {
  it("shows the first desk as it runs", () => {
    const block = /```ts\n([\s\S]*?)```/.exec(read(page))?.[1]
    expect(block).toBe(read("examples/first-desk/main.ts"))
  })
})
