/** Something that the person at the keyboard can put right; the message is for them. */
export class TaskError extends Error {
  override readonly name = "TaskError"
}
