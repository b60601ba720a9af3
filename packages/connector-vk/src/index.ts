export type { VkBoard, VkCallback, VkConnectorOptions, VkSearch, VkTokenKind, VkWall } from "./options.ts"
export { createVkConnector, type VkConnector } from "./vk-connector.ts"
