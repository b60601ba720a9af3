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
    // Files of one project that run in one worker share its modules: a third less work. No package keeps state in a
    // module that a test could see.
    isolate: false,
    // Programs that tests start load the same sources each time: what Node makes of them is kept. A fifth less work for
    // a desk that imports a day.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url)) },
    // Limits against hanging, not measurements: machines are shared.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "all",
          include: ["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.ts", "scripts/test/**/*.test.ts"],
          exclude: ["packages/storage-postgres/**"],
        },
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
    ],
  },
})
