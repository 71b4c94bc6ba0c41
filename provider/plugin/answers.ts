/** The answers of the protocol that take more than one line to write. */
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Failure } from "../assignment/failure";
import type { DiffResult, PropertyChange } from "../resources/handler";
import { seal, type Opened } from "./wire";

const kinds: Readonly<Record<PropertyChange, messages.PropertyDiff.Kind>> = {
    add: messages.PropertyDiff.Kind.ADD,
    delete: messages.PropertyDiff.Kind.DELETE,
    update: messages.PropertyDiff.Kind.UPDATE,
    "add-replace": messages.PropertyDiff.Kind.ADD_REPLACE,
    "delete-replace": messages.PropertyDiff.Kind.DELETE_REPLACE,
    "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

/** What differs, property by property. */
export function diffResponse({ changes, detailed }: Pick<DiffResult, "changes" | "detailed">): messages.DiffResponse {
    const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
    const response = new messages.DiffResponse();
    response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
    response.setHasdetaileddiff(true);
    response.setDiffsList([...new Set(Object.keys(detailed).map((path) => path.split(".")[0] ?? path))]);
    for (const [path, change] of Object.entries(detailed)) {
        const property = new messages.PropertyDiff();
        property.setKind(kinds[change]);
        response.getDetaileddiffMap().set(path, property);
    }
    return response;
}

/** The inputs as checked, with what was secret in `from` secret again, and what is wrong with them. */
export function checkResponse(
    inputs: Readonly<Record<string, unknown>>,
    failures: readonly Failure[],
    from: Opened,
): messages.CheckResponse {
    const response = new messages.CheckResponse();
    response.setInputs(seal(inputs, from));
    response.setFailuresList(
        failures.map(({ property, reason }) => {
            const told = new messages.CheckFailure();
            told.setProperty(property);
            told.setReason(reason);
            return told;
        }),
    );
    return response;
}
