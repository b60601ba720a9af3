export { createArchiveConnector } from "./archive-connector.ts"
export type { ArchiveConnectorOptions, ArchiveFileOptions, LineSource, ReplyRecord, ReplySink } from "./options.ts"
export { sortedArchive, type SortedArchiveOptions } from "./sources/sorted-archive.ts"
export { createReplyFile, type ReplyFileOptions } from "./reply/reply-file.ts"
