import { fileURLToPath } from "node:url"
import { certificate, connectorContract, runContract, type ConnectorSubject } from "@otklik/testkit"
import { expect } from "vitest"

/**
 * Runs the connector contract on a subject, and compares the certificate with the one that stands beside the test, from which the table of networks is made.
 * `npx vitest run -u` writes it anew.
 *
 * @param testUrl - of the test file
 * @param title - what the subject holds
 */
export async function certify(testUrl: string, title: string, subject: ConnectorSubject): Promise<void> {
  const world = await subject.setUp()
  const { network, sources } = world.connector
  const source = sources.find(({ id }) => id === world.sourceId)?.title ?? world.sourceId
  await world.close()
  const { holds, rows } = certificate(await runContract(connectorContract, subject))
  const broken = rows.filter((row) => row.broken.length > 0)
  expect({ holds, broken }).toEqual({ holds: true, broken: [] })
  const text = JSON.stringify({ network, title, source, capabilities: subject.capabilities, rows }, null, 2)
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")
  await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(new URL(`certificates/${name}.certificate`, testUrl)))
}
