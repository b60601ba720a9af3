import type { EnvVariable } from "./parts.ts"

type Env = Readonly<Record<string, string | undefined>>

const secretName = /token|secret|key|password|passwd|credential|dsn|database_url/i

/** Shorter values are words of everyday: taking them out of sentences would hide nothing and break everything. */
const shortest = 6

/** What the config says of a variable, else its name. */
function isSecret(name: string, variable: EnvVariable | undefined): boolean {
  return variable?.isSecret ?? secretName.test(name)
}

/** The part of a value that must not be seen: of an address with a password, the password too. */
function partsOf(value: string): readonly string[] {
  const password = URL.canParse(value) ? decodeURIComponent(new URL(value).password) : ""
  return [value, password]
}

/**
 * Takes the values of secret variables out of texts: `[VK_TOKEN]` is printed in their place.
 *
 * @param env - the environment
 * @param known - what the config says of its variables
 */
export function hideSecrets(env: Env, known: Readonly<Record<string, EnvVariable>>): (text: string) => string {
  const hidden = Object.entries(env)
    .filter(([name, value]) => value !== undefined && (isSecret(name, known[name]) || hasPassword(value)))
    .flatMap(([name, value = ""]) => partsOf(value).map((part) => ({ name, part })))
    .filter(({ part }) => part.length >= shortest)
    .toSorted((one, other) => other.part.length - one.part.length)
  return (text) => hidden.reduce((left, { name, part }) => left.replaceAll(part, `[${name}]`), text)
}

function hasPassword(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) && URL.canParse(value) && new URL(value).password !== ""
}
