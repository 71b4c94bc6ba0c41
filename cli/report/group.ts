import { isObject } from "../../provider/assignment/isObject";
import { GraphRequestError } from "../../provider/errors";
import type { Session } from "../../provider/operations/session";
import type { ExplainedGroup } from "./targeting";

/** A group, and a sentence for what of it could not be read. */
export interface ReadGroup {
    readonly group: ExplainedGroup;
    readonly gaps: readonly string[];
}

/** Reads which groups a group is nested in, at any depth. A tenant that does not tell leaves that unknown. */
export async function readGroup(session: Session, id: string): Promise<ReadGroup> {
    const purpose = { verb: "Read", object: `the groups that ${id} is in`, permission: "GroupMember.Read.All" };
    const path = `groups/${id}/transitiveMemberOf/microsoft.graph.group?$select=id`;
    try {
        const parents = (await session.graph.list(path, purpose, session.operation())).flatMap((parent) =>
            isObject(parent) && typeof parent["id"] === "string" ? [parent["id"].toLowerCase()] : [],
        );
        return { group: { id, parents: new Set(parents) }, gaps: [] };
    } catch (error: unknown) {
        if (error instanceof GraphRequestError) {
            return { group: { id }, gaps: [`What the group is nested in is unknown: ${error.message}`] };
        }
        throw error;
    }
}
