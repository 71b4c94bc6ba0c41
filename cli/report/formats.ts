import { toMarkdown } from "./markdown";
import { toPage } from "./page/page";
import { drawPicture } from "./picture";
import type { Report } from "./report";

/** A report as a text, by the name of its format. */
export const reportFormats = {
    html: toPage,
    json: (report: Report) => `${JSON.stringify(report, undefined, 4)}\n`,
    markdown: toMarkdown,
    svg: (report: Report) => `${drawPicture(report, { isInline: false })}\n`,
} as const;

export type ReportFormat = keyof typeof reportFormats;
