import { randomBytes, scrypt, timingSafeEqual } from "node:crypto"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"
import { deskRoles, type Grant } from "@otklik/core"
import * as z from "zod"

/** Somebody who may sign in. */
export interface Account {
  /** The id of the actor. */
  readonly id: string
  /** As colleagues read it. */
  readonly name: string
  /** What the person is, in each language of the desk. */
  readonly post: { readonly ru: string; readonly en: string }
  readonly grants: readonly Grant[]
  /** `SALT:HASH` of the password, as {@link hashPassword} makes it. */
  readonly password: string
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const keyBytes = 32

/** Hashes a password with scrypt and a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString("hex")}:${(await derive(password, salt, keyBytes)).toString("hex")}`
}

/** Whether a password is the one that was hashed; takes the same time whether the account exists or not. */
export async function isPassword(given: string, stored: string | undefined): Promise<boolean> {
  const [salt = "", hash = ""] = (stored ?? "00:00").split(":")
  const made = await derive(given, Buffer.from(salt, "hex"), keyBytes)
  const kept = Buffer.from(hash, "hex")
  return kept.length === made.length && timingSafeEqual(made, kept)
}

/** The password of every account of the example: it opens nothing but invented texts on this machine. */
export const devPassword = "otklik"

const invented: readonly Omit<Account, "password">[] = [
  person("ivanova", "Анна Иванова", "Модератор", "Moderator", [{ role: "moderator" }]),
  person("petrov", "Игорь Петров", "Исполнитель", "Executor", [{ role: "executor" }]),
  person("sidorova", "Мария Сидорова", "Редактор: утверждает ответы", "Approver", [{ role: "approver" }]),
  person("bator", "Батор Дамдинов", "Куратор ведомства", "Curator", [{ role: "curator" }]),
  person("orlov", "Павел Орлов", "Публикатор", "Publisher", [{ role: "publisher" }]),
  person("vasileva", "Елена Васильева", "Руководитель", "Supervisor", [{ role: "supervisor" }]),
  person("gomboev", "Тимур Гомбоев", "Инспектор", "Inspector", [{ role: "inspector" }]),
  person("kim", "Вера Ким", "Аналитик без личных данных", "Analyst, no personal data", [{ role: "analyst", personalData: "none" }]),
  person("lapina", "Ольга Лапина", "Защита личных данных", "Data protection officer", [
    { role: "data-protection-officer", personalData: "author" },
  ]),
  person("chita-clerk", "Нина Белова", "Сотрудник городского округа «Город Чита»", "Clerk of the city of Chita", [
    { role: "executor", territoryIds: ["okrug-chita"] },
    { role: "moderator", territoryIds: ["okrug-chita"] },
  ]),
  person("health", "Роман Жуков", "Министерство здравоохранения", "Ministry of health", [
    { role: "executor", authorityIds: ["ministry-health"] },
    { role: "curator", authorityIds: ["ministry-health"] },
  ]),
]

function person(id: string, name: string, ru: string, en: string, grants: readonly Grant[]): Omit<Account, "password"> {
  return { id, name, post: { ru, en }, grants }
}

/** The accounts of the example, one a role. */
export async function devAccounts(): Promise<readonly Account[]> {
  const password = await hashPassword(devPassword)
  return invented.map((account) => ({ ...account, password }))
}

const accountsSchema = z
  .array(
    z.strictObject({
      id: z.string().min(1),
      name: z.string().min(1),
      post: z.strictObject({ ru: z.string(), en: z.string() }),
      grants: z
        .array(
          z.strictObject({
            role: z.enum(deskRoles),
            territoryIds: z.array(z.string()).min(1).optional(),
            topics: z.array(z.string()).min(1).optional(),
            authorityIds: z.array(z.string()).min(1).optional(),
            personalData: z.enum(["none", "text", "author"]).optional(),
          }),
        )
        .min(1),
      password: z.string().regex(/^[0-9a-f]{32}:[0-9a-f]{64}$/, "SALT:HASH was expected, as `npm run office -- --hash` makes it"),
    }),
  )
  .min(1)

/** Reads accounts of a file: a JSON list. */
export async function readAccounts(path: string): Promise<readonly Account[]> {
  return accountsSchema.parse(JSON.parse(await readFile(path, "utf8")))
}
