export { createJournalFile, type JournalFileOptions } from "./reply/journal-file.ts"
export type { ReplyJournal } from "./reply/journal.ts"
export type { TelegramChat, TelegramConnectorOptions, TelegramWebhook } from "./options.ts"
export { createTelegramConnector, type TelegramConnector } from "./telegram-connector.ts"
