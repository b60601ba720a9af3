/**
 * Whether a file is an example that `npm run examples` runs by itself: the small ones that pages show, and the main file of every other example.
 *
 * @param file - from the root, with `/`
 */
export function isRunnableExample(file: string): boolean {
  return /^examples\/(?:pages\/[^/]+|[^/]+\/(?:demo\/)?main)\.ts$/.test(file)
}
