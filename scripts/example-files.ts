/**
 * Whether a file is an example that `npm run examples` runs by itself: the small ones that pages show, and the main
 * file of every other example.
 *
 * @param file - from the root, with `/`
 */
export function isRunnableExample(file: string): boolean {
  return /^examples\/(?:pages\/[^/]+|[^/]+\/(?:demo\/)?main)\.ts$/.test(file)
}

/**
 * Whether pages may show the code of a file: that of an example that is run by itself, or of a module beside the small
 * ones, which is there only because one of them runs it.
 *
 * @param file - from the root, with `/`
 */
export function isShownExample(file: string): boolean {
  return isRunnableExample(file) || /^examples\/pages\/[^/]+\/[^/]+\.ts$/.test(file)
}
