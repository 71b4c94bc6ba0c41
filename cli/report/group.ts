import { isObject } from "../../provider/assignment/isObject";
import { readLookupKey } from "../../provider/assignment/lookupKey";
import { quote } from "../../provider/assignment/quote";
import { GraphRequestError, LookupError } from "../../provider/errors";
import { lookupFunctions } from "../../provider/operations/lookup";
import type { Session } from "../../provider/operations/session";
import type { Snapshot } from "../tenant/snapshot";
import type { ExplainedGroup } from "./targeting";

/** A group, and a sentence for what of it could not be read. */
export interface ReadGroup {
    readonly group: ExplainedGroup;
    readonly gaps: readonly string[];
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A group of a snapshot by its whole display name or its id. What it is nested in, a snapshot does not tell. */
export function groupIn({ groups }: Snapshot, wanted: string, file: string): ReadGroup {
    const gaps = ["What the group is nested in is unknown: a snapshot has no memberships."];
    if (guid.test(wanted)) {
        return { group: { id: wanted.toLowerCase() }, gaps };
    }
    const ids = Object.keys(groups).filter((id) => groups[id] === wanted);
    const [id] = ids;
    if (id === undefined) {
        throw new LookupError(
            `Lookup failed: group named ${quote(wanted)}: no policy of ${file} is assigned to one of that name. Give its id.`,
        );
    }
    if (ids.length > 1) {
        throw new LookupError(
            `Lookup failed: group named ${quote(wanted)}: there are ${String(ids.length)}: ${ids.sort().join(", ")}. Give the id of the one you mean.`,
        );
    }
    return { group: { id, name: wanted }, gaps };
}

/**
 * Reads which groups a group is nested in, at any depth; the group by its whole display name or its id. A tenant that does
 * not tell leaves that unknown. Error: a LookupError where no group has that name, or more than one.
 */
export async function readGroup(session: Session, wanted: string): Promise<ReadGroup> {
    if (guid.test(wanted)) {
        return nestingOf(session, { id: wanted.toLowerCase() });
    }
    const key = readLookupKey("--group", { displayName: wanted });
    const { id, displayName } = await session.lookup(lookupFunctions.getGroup, key, session.operation());
    return nestingOf(session, { id: id.toLowerCase(), name: displayName });
}

async function nestingOf(session: Session, named: ExplainedGroup): Promise<ReadGroup> {
    const { id } = named;
    const purpose = { verb: "Read", object: `the groups that ${id} is in`, permission: "GroupMember.Read.All" };
    const path = `groups/${id}/transitiveMemberOf/microsoft.graph.group?$select=id`;
    try {
        const parents = (await session.graph.list(path, purpose, session.operation())).flatMap((parent) =>
            isObject(parent) && typeof parent["id"] === "string" ? [parent["id"].toLowerCase()] : [],
        );
        return { group: { ...named, parents: new Set(parents) }, gaps: [] };
    } catch (error: unknown) {
        if (error instanceof GraphRequestError) {
            return { group: named, gaps: [`What the group is nested in is unknown: ${error.message}`] };
        }
        throw error;
    }
}
