import { raised } from "./raised.ts"

/**
 * The function that gives a lease back, and postpones its reply. It locks the reply's row before the lease's, as a
 * commit and a worker that asks for replies do.
 *
 * @param schema - the quoted name of the schema
 */
export function settleLeaseFunction(schema: string): string {
  return `CREATE FUNCTION ${schema}.settle_lease(p_tenant text, p_kind text, p_id text, p_token bigint, p_next_try_at text, p_attempts bigint)
RETURNS void LANGUAGE plpgsql SET enable_seqscan TO off AS $otklik$
BEGIN
  IF p_next_try_at IS NOT NULL THEN
    UPDATE ${schema}.outbox AS o SET next_try_at = p_next_try_at, attempts = p_attempts WHERE o.tenant = p_tenant AND o.outbox_id = p_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'otklik: there is no such reply' USING ERRCODE = '${raised.lostLease}', DETAIL = p_kind || ':' || p_id;
    END IF;
  END IF;
  DELETE FROM ${schema}.lease AS l WHERE l.tenant = p_tenant AND l.kind = p_kind AND l.id = p_id AND l.token = p_token;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'otklik: a lease was lost' USING ERRCODE = '${raised.lostLease}', DETAIL = p_kind || ':' || p_id;
  END IF;
END
$otklik$`
}
