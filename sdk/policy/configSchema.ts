import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

const guidPattern = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

/** Schemas of what a pack's configuration may hold. */
export const schemas = {
    guid: { type: "string", pattern: guidPattern },
    guids: { type: "array", items: { type: "string", pattern: guidPattern } },
    /** Enrollment configurations have ids with a suffix. */
    ids: { type: "array", items: { type: "string", minLength: 1 } },
    count: { type: "integer", minimum: 0 },
    filterType: { type: "string", enum: ["include", "exclude"] },
    kinds: {
        type: "array",
        items: { type: "string", enum: ["deviceConfiguration", "deviceCompliancePolicy", "enrollmentConfiguration"] },
    },
} as const satisfies Record<string, PolicyConfigJSONSchema>;
