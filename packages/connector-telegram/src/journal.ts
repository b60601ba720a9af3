/**
 * Where the connector remembers what it sent. Telegram lets no bot read what stands in a chat, and no call carries a key by which a second try would be
 * known: what is not written down before a reply is sent can never be found again.
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
   * Writes something in the place of what is there. It must outlive the process when this resolves.
   *
   * @param key - an idempotency key
   * @param value - JSON without a text or an author, at most a few hundred characters
   */
  write(key: string, value: string): Promise<void>
}
