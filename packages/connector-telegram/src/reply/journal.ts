/**
 * Where the connector remembers what it sent. Telegram lets no bot read what is written in a chat, and no call carries
 * a key by which a second try would be known: what is not written down before a reply is sent can never be found again.
 *
 * A table of the host's database with a unique key serves several processes; `createJournalFile` serves one.
 */
export interface ReplyJournal {
  /**
   * What was written last under a key; undefined for nothing.
   *
   * @param key - an idempotency key
   */
  read(key: string): Promise<string | undefined>
  /**
   * Writes an entry in the place of the one that was read, and only in its place: of all that ask at once, in whichever
   * process, one succeeds. What was written must outlive the process when this resolves. In SQL:
   * `INSERT … ON CONFLICT DO NOTHING` where nothing was expected, else `UPDATE … WHERE key = … AND value = …`; true
   * when a row was written.
   *
   * @param key - an idempotency key
   * @param expected - what `read` gave; undefined for nothing
   * @param value - JSON without a text or an author, at most a few hundred characters
   * @returns whether it was written; false when something else is there by now
   */
  replace(key: string, expected: string | undefined, value: string): Promise<boolean>
}
