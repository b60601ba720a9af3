import { DeskError } from "@otklik/core"

/**
 * The error for a key that a connector did not give.
 *
 * @param network - begins the sentence, as `vk`
 * @param expected - whose key was expected, as `a message of VK`
 * @param path - which option holds it
 */
export function foreignKey(network: string, expected: string, path: "messageKey" | "replyKey" = "messageKey"): DeskError<"config"> {
  const message = `the key of ${expected} was expected`
  return new DeskError("config", `${network}: ${path}: ${message}`, { issues: [{ path, message }] })
}

/**
 * The error for a reply that the network, or the token at hand, never takes: a person answers in another way.
 *
 * @param network - begins the sentence
 * @param sentence - what cannot be done
 * @param capability - its name in the details; absent: the sentence
 */
export function notPossible(network: string, sentence: string, capability = sentence): DeskError<"capability"> {
  return new DeskError("capability", `${network}: ${sentence}`, { capability })
}

/**
 * The error for a search for an earlier reply that cannot be finished: whoever goes on publishing would risk a second
 * one.
 *
 * @param network - begins the sentence
 * @param found - what there is too much of, as `more comments`
 */
export function tooMuchToSearch(network: string, found = "more comments"): DeskError<"refused"> {
  const reason = `${found} than can be searched for a reply that may be published already; check and answer by hand`
  return new DeskError("refused", `${network}: ${reason}`, { reason })
}
