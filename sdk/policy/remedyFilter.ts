import type { ResourceRemediation } from "@pulumi/policy";
import { declarationOf, type Declaration, type DeclaredTarget } from "./declaration";
import { settingsOf } from "./rule";
import { schemas } from "./configSchema";

/**
 * The filter to set where one is missing, at enforcement level `remediate`. A filter only ever narrows who is meant, so
 * this is safe; without it the rule reports and changes nothing.
 */
export interface RemedyFilter {
    readonly remedyFilterId?: string;
    /** `include` (default) or `exclude`. */
    readonly remedyFilterType?: "include" | "exclude";
}

export const remedyProperties = { remedyFilterId: schemas.guid, remedyFilterType: schemas.filterType };

/** Sets the remedy's filter on every target that breaks the rule. */
export function addFilter<Options extends RemedyFilter>(
    options: Options,
    isOffender: (target: DeclaredTarget, declaration: Declaration, settings: Options) => boolean,
): ResourceRemediation {
    return (args) => {
        const settings = settingsOf(options, args);
        const { remedyFilterId: filterId, remedyFilterType: filterType = "include" } = settings;
        const declaration = declarationOf(args);
        if (filterId === undefined || !declaration?.targets().some((one) => isOffender(one, declaration, settings))) {
            return undefined;
        }
        return declaration.withTargets((targets) =>
            targets.map((target) =>
                isOffender(target, declaration, settings) ? { ...target, filterId, filterType } : target,
            ),
        );
    };
}
