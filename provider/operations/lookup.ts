import { kinds } from "../assignment/kinds";
import { quote } from "../assignment/quote";
import type { LookupKey } from "../assignment/lookupKey";
import { ConfigurationError, LookupError } from "../errors";
import type { Graph, Purpose } from "../graph";
import type { ApiVersion } from "../settings";
import { createInTurn, type InTurn } from "./inTurn";
import { isNotFound } from "./policyRows";

export interface Found {
    readonly id: string;
    readonly displayName: string;
}

interface Source {
    readonly path: string;
    readonly noun: string;
    readonly permission: string;
    /**
     * Few objects, and no dependable `$filter` by name: read once, whole. Groups can be a hundred thousand, so each name
     * is asked for.
     */
    readonly isListed: boolean;
    /** v1.0 has no such collection. */
    readonly isBetaOnly?: true;
}

function policies({ collection, noun, permissions }: (typeof kinds)[keyof typeof kinds]): Source {
    return { path: `deviceManagement/${collection}`, noun, permission: permissions.read, isListed: true };
}

const sources = {
    deviceConfiguration: policies(kinds.deviceConfiguration),
    deviceCompliancePolicy: policies(kinds.deviceCompliancePolicy),
    enrollmentConfiguration: policies(kinds.enrollmentConfiguration),
    assignmentFilter: {
        path: "deviceManagement/assignmentFilters",
        noun: "assignment filter",
        permission: kinds.deviceConfiguration.permissions.read,
        isListed: true,
        isBetaOnly: true,
    },
    group: { path: "groups", noun: "group", permission: "GroupMember.Read.All", isListed: false },
} as const satisfies Record<string, Source>;

export type LookupKind = keyof typeof sources;

/** The functions of the package, by the kind of object that they look up. */
export const lookupFunctions = {
    getGroup: "group",
    getAssignmentFilter: "assignmentFilter",
    getDeviceConfiguration: "deviceConfiguration",
    getDeviceCompliancePolicy: "deviceCompliancePolicy",
    getEnrollmentConfiguration: "enrollmentConfiguration",
} as const satisfies Record<string, LookupKind>;

export type LookupFunction = keyof typeof lookupFunctions;

/** Objects of the tenant by id or display name; each question is asked once in a run. */
export type Lookup = (kind: LookupKind, key: LookupKey, signal: AbortSignal) => Promise<Found>;

const select = "$select=id,displayName";

/** As many of a page as Entra gives; Intune's pages are as long as it likes. */
const longestPage = 999;

/** A text in an OData expression in a URL. */
function literal(text: string): string {
    return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}

function readFound(value: unknown): Found[] {
    const { id, displayName } = (value ?? {}) as Record<string, unknown>;
    return typeof id === "string" ? [{ id, displayName: typeof displayName === "string" ? displayName : "" }] : [];
}

/** Names that look alike: in another case, with other spaces around them, or composed of other code points. */
function fold(name: string): string {
    return name.normalize("NFKC").trim().toLowerCase();
}

/** Entra compares names without regard to case; a program means what it says. */
function isMeant({ id, displayName }: Found, key: LookupKey): boolean {
    return "id" in key ? id.toLowerCase() === key.id.toLowerCase() : displayName === key.displayName;
}

/**
 * Errors of a lookup: LookupError where it does not find exactly one, ConfigurationError where `apiVersion` has no such
 * objects, and those of Graph's reads.
 */
export function createLookup(graph: Graph, apiVersion: ApiVersion): Lookup {
    const questions = new Map<string, Promise<Found[]>>();
    const turns = new Map<Source, InTurn>();

    function inTurn(source: Source): InTurn {
        const page = source.isListed ? "" : `&$top=${String(longestPage)}`;
        const known = turns.get(source) ?? createInTurn(graph, `${source.path}?${select}${page}`);
        turns.set(source, known);
        return known;
    }

    /** Failures are not kept: the next one may ask again. */
    function once(path: string, ask: () => Promise<Found[]>): Promise<Found[]> {
        const running = questions.get(path);
        if (running !== undefined) {
            return running;
        }
        const question = ask();
        questions.set(path, question);
        question.catch(() => questions.delete(path));
        return question;
    }

    async function readOne(path: string, purpose: Purpose, signal: AbortSignal): Promise<Found[]> {
        try {
            return readFound(await graph.get(path, purpose, signal));
        } catch (error: unknown) {
            if (isNotFound(error)) {
                return [];
            }
            throw error;
        }
    }

    async function readList(path: string, purpose: Purpose, signal: AbortSignal): Promise<Found[]> {
        return (await graph.list(path, purpose, signal)).flatMap(readFound);
    }

    function candidates(source: Source, key: LookupKey, purpose: Purpose, signal: AbortSignal): Promise<Found[]> {
        if (source.isListed && "displayName" in key) {
            const path = `${source.path}?${select}`;
            return once(path, () => readList(path, purpose, signal));
        }
        const [path, read] =
            "id" in key
                ? [`${source.path}/${encodeURIComponent(key.id)}?${select}`, readOne]
                : [`${source.path}?$filter=displayName%20eq%20${literal(key.displayName)}&${select}`, readList];
        return once(path, () =>
            inTurn(source)(
                async (whole = []) => {
                    // A list may be older than what was just made: what it lacks is asked for.
                    const listed = whole.flatMap(readFound).filter((object) => isMeant(object, key));
                    return listed.length > 0 ? listed : read(path, purpose, signal);
                },
                purpose,
                signal,
            ),
        );
    }

    return async (kind, key, signal) => {
        const source: Source = sources[kind];
        const words = "id" in key ? `with the id ${quote(key.id)}` : `named ${quote(key.displayName)}`;
        const object = `${source.noun} ${words}`;
        if (source.isBetaOnly && apiVersion === "v1.0") {
            throw new ConfigurationError(
                `Lookup failed: ${object}: v1.0 has no ${source.noun}s. Set intune:apiVersion to "beta".`,
            );
        }
        const all = await candidates(source, key, { verb: "Lookup", object, permission: source.permission }, signal);
        const matching = "id" in key ? all : all.filter((object) => isMeant(object, key));
        const [found] = matching;
        if (found === undefined) {
            const near = all.filter(
                ({ displayName }) => "displayName" in key && fold(displayName) === fold(key.displayName),
            );
            const hint = near.map(({ id, displayName }) => `${quote(displayName)} (${id})`).join(", ");
            throw new LookupError(
                `Lookup failed: ${object}: there is none in this tenant. ${hint === "" ? "Check the spelling and intune:tenantId." : `Did you mean ${hint}?`}`,
            );
        }
        if (matching.length > 1) {
            const ids = matching.map(({ id }) => id).sort();
            throw new LookupError(
                `Lookup failed: ${object}: there are ${String(ids.length)}: ${ids.join(", ")}. Give the id of the one you mean.`,
            );
        }
        return found;
    };
}
