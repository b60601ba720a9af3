/** A part of the code that is mutated, and the tests that have to notice. */
export interface Area {
  /** Globs of the sources. */
  readonly sources: readonly string[]
  /** Globs of the tests, the quick ones first: a mutant is asked of them in this order until one notices it. */
  readonly tests: readonly string[]
  /** The least share of mutants noticed: .90 where the domain is law, .85 elsewhere. */
  readonly floor: number
}

/** The areas of `npm run mutate`. */
export const areas: Readonly<Record<string, Area>> = {
  incident: {
    sources: ["packages/core/src/incident/**/*.ts"],
    // Without the model, which has a limit of time of its own: what it alone notices a small test should notice too.
    tests: ["packages/core/test/incident/*.test.ts"],
    floor: 0.9,
  },
  sla: { sources: ["packages/core/src/sla/**/*.ts"], tests: ["packages/core/test/sla/**/*.test.ts"], floor: 0.9 },
  route: { sources: ["packages/core/src/route/**/*.ts"], tests: ["packages/core/test/route/**/*.test.ts"], floor: 0.9 },
  desk: {
    sources: ["packages/core/src/desk/**/*.ts"],
    tests: ["packages/core/test/desk/**/*.test.ts", "packages/core/test/misuse/**/*.test.ts", "packages/e2e/test/road/**/*.test.ts"],
    floor: 0.85,
  },
  storage: {
    sources: ["packages/core/src/storage/**/*.ts"],
    tests: [
      "packages/core/test/storage/**/*.test.ts",
      "packages/storage-memory/test/**/*.test.ts",
      "packages/storage-sqlite/test/{contract,find,same-as-memory}.test.ts",
      "packages/e2e/test/road/move.test.ts",
    ],
    floor: 0.85,
  },
  memory: {
    sources: ["packages/storage-memory/src/**/*.ts"],
    tests: ["packages/storage-memory/test/**/*.test.ts"],
    floor: 0.85,
  },
  sqlite: {
    sources: ["packages/storage-sqlite/src/**/*.ts"],
    tests: ["packages/storage-sqlite/test/**/*.test.ts"],
    floor: 0.85,
  },
  // On PGlite, the same database in the process: a server would carry what one mutant left over to the next.
  postgres: {
    sources: ["packages/storage-postgres/src/**/*.ts"],
    tests: ["packages/storage-postgres/test/contract.test.ts"],
    floor: 0.85,
  },
  kit: {
    sources: ["packages/connector-kit/src/**/*.ts"],
    tests: ["packages/connector-kit/test/**/*.test.ts"],
    floor: 0.85,
  },
}
