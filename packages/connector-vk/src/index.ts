export type { VkCapabilityNote } from "./capability.ts"
export type { VkBoard, VkCallback, VkConnectorOptions, VkSearch, VkTokenKind, VkWall } from "./options.ts"
export { createVkConnector, type VkConnector } from "./vk-connector.ts"
