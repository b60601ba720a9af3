/** What wants to be counted of replies that wait, by the moment of their planning: a count reads no row. */
export const waitingStatements: readonly string[] = [
  `CREATE INDEX otklik_outbox_waiting ON otklik_outbox (tenant, state, planned_at, outbox_id, connector_id, attempts, next_try_at, due_at)
    WHERE state IN ('planned', 'manual')`,
]
