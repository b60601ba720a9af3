/** The longest text that is taken, in UTF-16 units. No network allows more; what is longer is refused, not cut. */
export const textLimit = 1_048_576

/** What may be attached to a message. */
export const attachmentKinds = ["photo", "video", "audio", "document", "link", "other"] as const

/** A network's identifier. */
export const networkPattern = /^[a-z][a-z0-9-]{0,31}$/

/** What is said of a text that is none. */
export const networkExpected = "a network is lower-case letters, digits and hyphens, at most 32 characters"

/** The longest key, in characters. */
export const keyLimit = 512

/** A message's key. */
export const keyPattern = /^[a-z][a-z0-9-]{0,31}:[^\s\u0000-\u001f\u007f]+$/u

/** What is said of a text that is none. */
export const keyExpected = "a key is the network, a colon and the network's own id without spaces, like vk:-1_7"

/** What is said of a text with half a character. */
export const wellFormedExpected = "a key must be well-formed Unicode, so that every database can store it"
