import type { GraphContext, GraphRequest } from "./graphRequest";
import { applyQuery, type Item, type Source } from "./queryOptions";
import { isReply, ok, type Reply } from "./reply";

export function contextUrl(request: GraphRequest, context: GraphContext, fragment: string): string {
    return `${context.root}/${request.version}/$metadata#${fragment}`;
}

function nextLink(request: GraphRequest, context: GraphContext, skip: number): string {
    const path = request.segments.map(encodeURIComponent).join("/");
    const options = [...request.query].filter(([name]) => name !== "$skip" && name !== "$skiptoken");
    const query = [...options, ["$skiptoken", String(skip)]].map(
        ([name = "", value = ""]) => `${name.replace(/[^$\w-]/g, encodeURIComponent)}=${encodeURIComponent(value)}`,
    );
    return `${context.root}/${request.version}/${path}?${query.join("&")}`;
}

/** A collection's answer: one page of it, with the link to the next. */
export function collectionReply<T>(
    source: Omit<Source<T>, "pageSize">,
    fragment: string,
    request: GraphRequest,
    context: GraphContext,
): Reply {
    const page = applyQuery({ ...source, pageSize: context.pageSize }, request.query);
    if (isReply(page)) {
        return page;
    }
    return ok({
        "@odata.context": contextUrl(request, context, fragment),
        ...(page.count === undefined ? {} : { "@odata.count": page.count }),
        ...(page.nextSkip === undefined ? {} : { "@odata.nextLink": nextLink(request, context, page.nextSkip) }),
        value: page.items,
    });
}

/** The answer for one item, with `$select` and `$expand` applied. */
export function itemReply<T>(
    element: T,
    source: Omit<Source<T>, "all" | "pageSize">,
    fragment: string,
    request: GraphRequest,
    context: GraphContext,
): Reply {
    const query = new URLSearchParams([...request.query].filter(([name]) => name === "$select" || name === "$expand"));
    const page = applyQuery({ ...source, all: [element], pageSize: 1 }, query);
    return isReply(page)
        ? page
        : ok({ "@odata.context": contextUrl(request, context, `${fragment}/$entity`), ...page.items[0] });
}

/** A collection of plain items that are shown as they are. */
export function plainSource(all: readonly Item[]): Omit<Source<Item>, "pageSize"> {
    return { all, expandable: [], present: (item) => item };
}
