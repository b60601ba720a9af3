import { sqliteMigrations } from "@otklik/storage-sqlite"

for (const step of sqliteMigrations) process.stdout.write(`BEGIN;\n${step.statements.join(";\n")};\nCOMMIT;\n`)
