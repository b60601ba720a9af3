/**
 * What wants to be counted of replies that wait, by the moment of their planning: a count reads no row.
 *
 * @param schema - the quoted name of the schema
 */
export function waitingStatements(schema: string): readonly string[] {
  return [
    `CREATE INDEX outbox_waiting ON ${schema}.outbox (tenant, state, planned_at, outbox_id, connector_id, attempts, next_try_at, due_at)
  WHERE state IN ('planned', 'manual')`,
  ]
}
