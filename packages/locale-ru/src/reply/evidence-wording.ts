import type { EvidenceWording } from "@otklik/core/evidence"
import { formatDueRu } from "../wording/due.ts"

/** The sentences of a review of evidence in Russian. */
export const evidenceWordingRu: EvidenceWording = {
  doubts: {
    "used-elsewhere": "этот же файл приложен к другому обращению: {incidentId}",
    "looks-used-elsewhere": "снимок похож на снимок другого обращения, {incidentId}: отличий {percent} %",
    "same-as-before": "снимок «после» похож на снимок «до»: отличий {percent} %",
    "captured-before-complaint": "снято {capturedAt}, раньше жалобы: {publishedAt}",
    "captured-in-future": "снято {capturedAt}, а сейчас {now}",
    "far-from-incident": "снято в {kilometres} км от места обращения",
    "no-before-view": "нет снимка проблемы, с которым можно сравнить",
  },
  unchecked: {
    "no-look": "снимок не сравнить с другими: он слишком однородный, или это не фотография",
    "no-capture-time": "в файле не сказано, когда снято",
    "no-place": "в файле не сказано, где снято",
    "no-incident-place": "место обращения неизвестно",
  },
  moment: (instant, zone) => formatDueRu(instant, zone, { year: true }),
}
