import { fileURLToPath } from "node:url"
import type { Capabilities } from "@otklik/core/connector"
import { certificate, type CaseResult } from "@otklik/testkit"
import { connectorContract, type ConnectorSubject } from "@otklik/testkit/connector"
import { expect, it } from "vitest"
import { itKeeps } from "../it-keeps.ts"

/** What a certificate is about. */
export interface Certified {
  readonly network: string
  /** What was looked at, in a few words. */
  readonly title: string
  readonly source: string
  readonly capabilities: Capabilities
}

/**
 * Compares the result of a contract with the certificate beside the test, from which the table of networks
 * is made. `npx vitest run -u` writes it anew.
 *
 * @param testUrl - of the test file
 * @param certified - what it is about
 * @param results - of the contract
 */
export async function expectCertificate(testUrl: string, certified: Certified, results: readonly CaseResult[]): Promise<void> {
  const { holds, rows } = certificate(results)
  const broken = rows.filter((row) => row.broken.length > 0)
  expect({ holds, broken }).toEqual({ holds: true, broken: [] })
  const { network, title, source, capabilities } = certified
  const text = JSON.stringify({ network, title, source, capabilities, rows }, null, 2)
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")
  await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(new URL(`certificates/${name}.certificate`, testUrl)))
}

/**
 * Makes a test of every case of the connector contract, and compares the certificate with the one beside the test.
 *
 * @param testUrl - of the test file
 * @param title - what the subject holds
 * @param subject - what is checked
 */
export function describeContract(testUrl: string, title: string, subject: ConnectorSubject): void {
  const results = itKeeps(connectorContract, subject)

  it("is certified", async () => {
    const world = await subject.setUp()
    const { network, sources } = world.connector
    const source = sources.find(({ id }) => id === world.sourceId)?.title ?? world.sourceId
    await world.close()
    await expectCertificate(testUrl, { network, title, source, capabilities: subject.capabilities }, await results())
    expect.hasAssertions()
  })
}
