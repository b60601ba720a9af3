/** A network that a new project may begin with. */
export interface NetworkTemplate {
  /** For people. */
  readonly title: string
  /** What is imported of its package. */
  readonly imports: readonly string[]
  /** Variables that it reads, with what each is for. */
  readonly env: Readonly<Record<string, string>>
  /** Those of them that are the host's own secrets: made up. */
  readonly made: readonly string[]
  /** What makes the connector: lines of the config, without the options that all share. */
  readonly options: readonly string[]
  /** The account of ours, whose messages are no complaints; null: it is not known beforehand. */
  readonly account: string | null
  /** What makes the connector. */
  readonly factory: string
  /** The name of the hook, where the network pushes. */
  readonly hook: boolean
}

/** The networks by the names of their connectors. */
export const networkTemplates = {
  vk: {
    title: "VKontakte",
    factory: "createVkConnector",
    imports: ["createVkConnector"],
    env: {
      VK_COMMUNITY_ID: "the number of the community of VKontakte",
      VK_COMMUNITY_TOKEN: "the token of the community",
      VK_SERVICE_TOKEN: "the service token of the application",
      VK_CALLBACK_SECRET: "the secret of the callback server",
    },
    made: ["VK_CALLBACK_SECRET"],
    options: [
      `communityId: Number(env["VK_COMMUNITY_ID"]),`,
      `tokens: { community: env["VK_COMMUNITY_TOKEN"] ?? "", service: env["VK_SERVICE_TOKEN"] ?? "" },`,
      `walls: [{ ownerId: -Number(env["VK_COMMUNITY_ID"]), title: "Our community" }],`,
      `callback: { secret: env["VK_CALLBACK_SECRET"] ?? "" },`,
    ],
    account: '{ network: "vk", authorId: `-${env["VK_COMMUNITY_ID"] ?? ""}`, origin: "own-account" }',
    hook: true,
  },
  ok: {
    title: "Odnoklassniki",
    factory: "createOkConnector",
    imports: ["createOkConnector"],
    env: {
      OK_APPLICATION_KEY: "the public key of the application of Odnoklassniki",
      OK_APPLICATION_SECRET: "the secret key of the application",
      OK_TOKEN: "the token of an administrator of the group",
      OK_GROUP_ID: "the number of the group",
    },
    made: [],
    options: [
      `applicationKey: env["OK_APPLICATION_KEY"] ?? "",`,
      `applicationSecret: env["OK_APPLICATION_SECRET"] ?? "",`,
      `token: env["OK_TOKEN"] ?? "",`,
      `groups: [{ groupId: env["OK_GROUP_ID"] ?? "", title: "Our group" }],`,
    ],
    account: '{ network: "ok", authorId: `group:${env["OK_GROUP_ID"] ?? ""}`, origin: "own-account" }',
    hook: false,
  },
  telegram: {
    title: "Telegram",
    factory: "createTelegramConnector",
    imports: ["createJournalFile", "createTelegramConnector"],
    env: {
      TELEGRAM_TOKEN: "the token of the bot",
      TELEGRAM_CHAT_ID: "the number of the discussion group, like -1001234567890",
      TELEGRAM_WEBHOOK_SECRET: "the secret of the webhook",
    },
    made: ["TELEGRAM_WEBHOOK_SECRET"],
    options: [
      `token: env["TELEGRAM_TOKEN"] ?? "",`,
      `chats: [{ chatId: Number(env["TELEGRAM_CHAT_ID"]) }],`,
      `webhook: { secret: env["TELEGRAM_WEBHOOK_SECRET"] ?? "" },`,
      `journal: createJournalFile({ path: "telegram-journal.ndjson" }),`,
    ],
    account: null,
    hook: true,
  },
  facebook: {
    title: "Facebook",
    factory: "createFacebookConnector",
    imports: ["createFacebookConnector"],
    env: {
      FACEBOOK_PAGE_ID: "the number of the Page",
      FACEBOOK_PAGE_TOKEN: "the token of the Page",
      FACEBOOK_APP_ID: "the number of the app",
      FACEBOOK_APP_SECRET: "the secret of the app",
      FACEBOOK_VERIFY_TOKEN: "the text by which the webhook is confirmed",
    },
    made: ["FACEBOOK_VERIFY_TOKEN"],
    options: [
      `pageId: env["FACEBOOK_PAGE_ID"] ?? "",`,
      `token: env["FACEBOOK_PAGE_TOKEN"] ?? "",`,
      `app: { appId: env["FACEBOOK_APP_ID"] ?? "", appSecret: env["FACEBOOK_APP_SECRET"] ?? "" },`,
      `webhook: { verifyToken: env["FACEBOOK_VERIFY_TOKEN"] ?? "" },`,
    ],
    account: '{ network: "facebook", authorId: env["FACEBOOK_PAGE_ID"] ?? "", origin: "own-account" }',
    hook: true,
  },
  instagram: {
    title: "Instagram",
    factory: "createInstagramConnector",
    imports: ["createInstagramConnector"],
    env: {
      INSTAGRAM_ACCOUNT_ID: "the number of the professional account",
      INSTAGRAM_TOKEN: "its token",
      INSTAGRAM_APP_ID: "the number of the app",
      INSTAGRAM_APP_SECRET: "the secret of the app",
      INSTAGRAM_VERIFY_TOKEN: "the text by which the webhook is confirmed",
    },
    made: ["INSTAGRAM_VERIFY_TOKEN"],
    options: [
      `login: "facebook",`,
      `accountId: env["INSTAGRAM_ACCOUNT_ID"] ?? "",`,
      `token: env["INSTAGRAM_TOKEN"] ?? "",`,
      `app: { appId: env["INSTAGRAM_APP_ID"] ?? "", appSecret: env["INSTAGRAM_APP_SECRET"] ?? "" },`,
      `webhook: { verifyToken: env["INSTAGRAM_VERIFY_TOKEN"] ?? "" },`,
    ],
    account: '{ network: "instagram", authorId: env["INSTAGRAM_ACCOUNT_ID"] ?? "", origin: "own-account" }',
    hook: true,
  },
  x: {
    title: "X",
    factory: "createXConnector",
    imports: ["createXConnector"],
    env: {
      X_APP_TOKEN: "the bearer token of the app: it reads, and does not reply",
      X_ACCOUNT_ID: "the number of the official account",
      X_USERNAME: "its name, without @",
    },
    made: [],
    options: [
      `account: { id: env["X_ACCOUNT_ID"] ?? "", username: env["X_USERNAME"] ?? "" },`,
      `tokens: { app: env["X_APP_TOKEN"] ?? "" },`,
      `searches: [{ id: "lamps", keywords: ["фонарь", "фонари"], filter: "lang:ru" }],`,
      `monthlyReads: 10_000,`,
    ],
    account: '{ network: "x", authorId: env["X_ACCOUNT_ID"] ?? "", origin: "own-account" }',
    hook: false,
  },
} as const satisfies Readonly<Record<string, NetworkTemplate>>

/** A network of {@link networkTemplates}. */
export type NetworkName = keyof typeof networkTemplates

/** Every network that a project may begin with. */
export const networkNames = Object.keys(networkTemplates) as readonly NetworkName[]

/** What a project asks of its networks, in their order. */
export function templatesOf(names: readonly NetworkName[]): readonly (NetworkTemplate & { readonly name: NetworkName })[] {
  return names.map((name) => ({ name, ...networkTemplates[name] }))
}
