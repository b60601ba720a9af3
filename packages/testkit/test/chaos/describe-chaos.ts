import { createMemoryStorage } from "@otklik/storage-memory"
import type { ManualClock } from "@otklik/testkit"
import { chaosContract, type ChaosNetwork, type ChaosSubject } from "@otklik/testkit/chaos"
import { describe, expect, it } from "vitest"
import { expectCertificate } from "../connector/certify.ts"
import { itKeeps } from "../it-keeps.ts"
import { createFlowingClock } from "../network/flowing-clock.ts"

/** What a network shares with the rest of the run. */
export interface ChaosShared {
  readonly clock: ManualClock
  readonly random: () => number
}

/** A way of hearing of complaints that must be enough by itself. */
export interface ChaosWay extends Pick<ChaosSubject, "seed" | "offers" | "killEvery"> {
  network(shared: ChaosShared): ChaosNetwork
}

const messages = 400
const now = "2026-11-24T03:00:00.000Z"

/** Where connectors tell of their calls; a run on which nothing is reported there fails. */
const httpCallChannel = "otklik:connector-call"

/** How far the clock goes at a time while somebody waits, milliseconds: the less often, the quicker a run. */
const stepMillis = 250

/**
 * Tests that a connector keeps every promise while one call in ten of its network fails, and certifies it.
 *
 * @param testUrl - of the test file
 * @param ways - by their titles
 */
export function describeChaos(testUrl: string, ways: Readonly<Record<string, ChaosWay>>): void {
  describe.each(Object.entries(ways))(`${messages} messages %s, one call in ten failing`, (title, { network, ...way }) => {
    const subject: ChaosSubject = {
      ...way,
      messages,
      rounds: 10,
      channels: [httpCallChannel],
      setUp({ random }) {
        const clock = createFlowingClock(now, stepMillis)
        return { clock, storage: createMemoryStorage(), networks: [network({ clock, random })] }
      },
    }

    const results = itKeeps(chaosContract, subject)

    it("is certified", async () => {
      const connector = network({ clock: createFlowingClock(now), random: () => 0.5 }).connect()
      const certified = {
        network: connector.network,
        title: `chaos, ${title}`,
        source: connector.sources.map((source) => source.title).join(", "),
        capabilities: connector.capabilities,
      }
      await expectCertificate(testUrl, certified, await results())
      expect.hasAssertions()
    })
  })
}
