import { defineConfig } from "vitest/config"

const conditions = ["@otklik/source", "node"]

// `npm run mutate` says which tests have to notice.
export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { include: (process.env["MUTATE_TESTS"] ?? "").split(","), testTimeout: 120_000, hookTimeout: 120_000 },
})
