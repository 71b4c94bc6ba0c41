import { InvalidInputError } from "../errors";
import { kinds, type Kind, type KindName } from "./kinds";
import { normalise } from "./normalise";
import type { Policy } from "./policy";
import { quote } from "./quote";
import { resources } from "./resourceName";

/** A Graph path of one policy's assignments, or of one of them. */
const fullForm =
    /^\/?(?:deviceManagement|users\/(?<user>[^/]+))\/(?<collection>[^/]+)\/(?<policy>[^/]+)\/assignments(?:\/(?<assignment>[^/]+))?$/;
const shortForm = /^(?<policy>[^/]+)(?:\/(?<assignment>[^/]+))?$/;

function refusal(id: string, why: string): InvalidInputError {
    return new InvalidInputError(`Import failed: ${quote(id)} ${why}`);
}

function decoded(segment: string | undefined, id: string): string | undefined {
    try {
        return segment === undefined ? undefined : decodeURIComponent(segment);
    } catch {
        throw refusal(id, "holds a broken percent-encoding. Write it as Graph lists it.");
    }
}

function className(kindName: KindName, isSet: boolean): string {
    const found = Object.entries(resources).find(([, own]) => own.kind === kindName && own.isSet === isSet);
    return String(found?.[0]);
}

function kindOf(collection: string): KindName | undefined {
    const names = Object.keys(kinds) as KindName[];
    return names.find((name) => kinds[name].collection.toLowerCase() === collection.toLowerCase());
}

interface Parsed {
    readonly policy: Policy;
    readonly assignmentId: string | undefined;
}

/** Reads both forms of an id: the Graph path, and the same without what the resource's type says anyway. */
function parse(kindName: KindName, isSet: boolean, id: string): Parsed {
    const kind: Kind = kinds[kindName];
    const form = isSet ? "" : "/<assignmentId>";
    const wanted = `Write deviceManagement/${kind.collection}/<policyId>/assignments${form}, or <policyId>${form}.`;
    const { user, collection, policy, assignment } = (fullForm.exec(id) ?? shortForm.exec(id))?.groups ?? {};
    const policyId = decoded(policy, id);
    const isComplete = isSet === (assignment === undefined);
    if (policyId === undefined || (collection === undefined && !isComplete)) {
        throw refusal(id, `is no id of ${isSet ? "a set of assignments" : "an assignment"}. ${wanted}`);
    }
    const other = collection === undefined ? kindName : kindOf(collection);
    if (other === undefined) {
        throw refusal(id, `is of a kind that this provider does not serve. ${wanted}`);
    }
    if (other !== kindName || !isComplete) {
        const owner = className(other, assignment === undefined);
        throw refusal(id, `belongs to a ${owner}, not to a ${className(kindName, isSet)}. ${wanted}`);
    }
    if (user !== undefined && (!kind.hasUserScope || isSet)) {
        throw refusal(id, `names a user, and a ${className(kindName, isSet)} has none. ${wanted}`);
    }
    const userId = decoded(user, id);
    return {
        policy: {
            kind,
            policyId: String(normalise({ policyId })["policyId"]),
            ...(userId === undefined ? {} : { userId }),
        },
        assignmentId: decoded(assignment, id),
    };
}

/** The policy and the assignment that the id of a row names. Errors: an InvalidInputError that says how to write it. */
export function parseRowId(kindName: KindName, id: string): { readonly policy: Policy; readonly assignmentId: string } {
    const { policy, assignmentId } = parse(kindName, false, id);
    return { policy, assignmentId: String(assignmentId) };
}

/** The policy that the id of a set names; the same errors as for rows. */
export function parseSetId(kindName: KindName, id: string): Policy {
    return parse(kindName, true, id).policy;
}
