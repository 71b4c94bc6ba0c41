import { resources } from "../assignment/resourceName";
import type { ResourceHandler } from "../resources/handler";
import { createRowHandler } from "../resources/row";
import { createSetHandler } from "../resources/set";

/** What the plugin serves, by type token. Tokens stand in stored state, so they are for ever. */
export const resourceHandlers: ReadonlyMap<string, ResourceHandler> = new Map(
    Object.entries(resources).map(([name, { kind, isSet }]) => [
        `intune:index:${name}`,
        isSet ? createSetHandler(kind) : createRowHandler(kind),
    ]),
);
