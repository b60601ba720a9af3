import { defineConfig } from "vitest/config"

// The packed packages in a foreign project: it needs a build and the registry, so it is no part of `npm test`.
export default defineConfig({
  test: {
    include: ["packages/e2e/packed/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
