import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// vitest no longer reads workspace files by itself: vitest.config.ts re-exports this one.
// The source condition makes every test run from src; a stale dist is never what is tested.
const conditions = ["@otklik/source", "node"]

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Every core: by itself vitest leaves one of them idle, which on two cores is half of the machine.
    maxWorkers: "100%",
    // Files that run in one worker share its modules: a third less work. No package keeps state in a module that a test
    // could see.
    isolate: false,
    // Programs that tests start load the same sources each time: what Node makes of them is kept. A fifth less work for
    // a desk that imports a day.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url)) },
    // A limit against hanging, not a measurement: machines are shared.
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "packages", include: ["packages/*/test/**/*.test.ts"], exclude: ["packages/e2e/**", "packages/storage-postgres/**"] },
      },
      {
        extends: true,
        test: {
          name: "storage-postgres",
          include: ["packages/storage-postgres/test/**/*.test.ts"],
          // Starts a server of its own; where there is none it says so.
          globalSetup: ["packages/storage-postgres/test/server/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: { name: "examples", include: ["examples/*/test/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "scripts", include: ["scripts/test/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { name: "e2e", include: ["packages/e2e/test/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
})
