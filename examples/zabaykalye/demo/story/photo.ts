/** The proof. A drawing stands in for the photo, since the case is invented. */
export const photo = new URL("../photos/manhole-closed.png", import.meta.url)

/** Where networks fetch it. */
export const photoUrl = "https://example.org/evidence/manhole-closed.png"
