import { type Check, type Problem, lineAt } from "../tree.ts"

/** What a tracked file never holds. The patterns are written so that they do not match this file. */
const forbidden: ReadonlyArray<{ readonly pattern: RegExp; readonly what: string }> = [
  { pattern: /(?<![\w.])\/(?:work|root|home|tmp|Users|mnt|opt)\/[\w.-]+/g, what: "an absolute path of one machine" },
  { pattern: /\b[A-Za-z]:\\(?:Users|work|home)\b/g, what: "an absolute path of one machine" },
  { pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/gi, what: "the host of a package registry" },
  {
    pattern: /\b(?:[a-z0-9-]+\.)*(?:npmjs|yarnpkg|npmmirror|jfrog|artifactory|verdaccio)\.(?:org|com|io|net)\b/gi,
    what: "the host of a package registry",
  },
  { pattern: /"resolved":\s*"https?:/g, what: "the address of a package in the lock file" },
]

const binary = /\.(?:png|jpe?g|gif|webp|ico|woff2?|sqlite|db|gz|zip)$/

/** No tracked file names a package registry or a path of somebody's machine. */
export const checkForbiddenStrings: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (binary.test(file)) continue
    const text = tree.read(file)
    for (const { pattern, what } of forbidden) {
      for (const match of text.matchAll(pattern)) problems.push({ file, line: lineAt(text, match.index), message: `${what}: ${match[0]}` })
    }
  }
  return problems
}
