/**
 * Settings that a host should give its handle when it opens it, before anything else. The storage itself sets none: the
 * handle is the host's.
 *
 * - `busy_timeout = 5000`: a writer waits up to 5 s for another process before it gives up with `conflict`. It
 *   comes first, so that processes that open a new file at once wait for each other's change of the journal too.
 * - `journal_mode = WAL`: readers and the one writer do not wait for each other. Stays in the file.
 * - `synchronous = FULL`: a commit that was acknowledged survives a power cut. In WAL mode `NORMAL` is about twice as
 *   fast for small commits and may lose the last commits of a power cut, though never half of one.
 * - `cache_size = -65536`: up to 64 MiB of pages stay in memory. Keys are spread over the whole file: with the 2 MB
 *   that SQLite takes by itself, commits wait for the disk once there are some hundred thousand incidents.
 * - `secure_delete = ON`: erased texts are overwritten in the file, and not only unlinked from it.
 */
export const sqliteSettings: readonly string[] = [
  "PRAGMA busy_timeout = 5000",
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = FULL",
  "PRAGMA cache_size = -65536",
  "PRAGMA secure_delete = ON",
]
