export { createOpen311Forwarder, type Open311Forwarder, type Open311ForwarderOptions, type ReadBack } from "./forwarder.ts"
