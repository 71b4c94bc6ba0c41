/** What a service's address must be like before a token or secret is sent there. */
export interface ServiceUrlRules {
    /** Plain `http:` is allowed on this machine's own addresses. */
    readonly plainOnLoopback: boolean;
    readonly query: boolean;
}

export type ServiceUrl = { readonly url: URL } | { readonly problem: string };

/** True for 127.0.0.0/8, ::1 and `localhost`, as `URL.hostname` writes them. */
export function isLoopback(hostname: string): boolean {
    return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** The problem never quotes the address: it may hold a password. */
export function parseServiceUrl(text: string, rules: ServiceUrlRules): ServiceUrl {
    if (!URL.canParse(text)) {
        return { problem: "is not a URL" };
    }
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:") {
        return { problem: "is not an https: URL" };
    }
    if (url.username !== "" || url.password !== "") {
        return { problem: "holds a user name or password" };
    }
    // `URL` drops an empty query or fragment but keeps its mark in `href`.
    if (/#/.test(url.href) || (!rules.query && /\?/.test(url.href))) {
        return { problem: rules.query ? "holds a fragment (#...)" : "holds a query or fragment (?... or #...)" };
    }
    if (url.protocol === "http:" && !(rules.plainOnLoopback && isLoopback(url.hostname))) {
        return {
            problem: rules.plainOnLoopback
                ? "uses plain http: to another machine, where anybody on the way could read the token"
                : "uses plain http:",
        };
    }
    return { url };
}
