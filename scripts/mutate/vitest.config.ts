import { defineConfig } from "vitest/config"

const conditions = ["@otklik/source", "node"]

// `npm run mutate` says which tests have to notice. In threads, so that a test that never ends shows in the CPU time of
// the process; one after another and with the modules shared, so that a mutant costs the tests that reach it.
export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts"],
    runner: "scripts/mutate/runner.ts",
    setupFiles: ["scripts/mutate/setup.ts"],
    pool: "threads",
    maxWorkers: 1,
    fileParallelism: false,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
