/**
 * Microsoft's clouds: https://learn.microsoft.com/graph/deployments. Tokens of one are worth nothing in another, so host,
 * authority and scope are chosen together. A federated credential made in a national cloud expects its own audience.
 */
export interface Cloud {
    /** Graph root without version. */
    readonly graph: string;
    /** Entra's login host. */
    readonly authority: string;
    readonly scope: string;
    /** What a federated (OIDC) token must be made out to. */
    readonly oidcAudience: string;
}

export type CloudName = "public" | "usgovernment" | "usgovernmentdod" | "china";

export const clouds: Readonly<Record<CloudName, Cloud>> = {
    public: {
        graph: "https://graph.microsoft.com",
        authority: "https://login.microsoftonline.com",
        scope: "https://graph.microsoft.com/.default",
        oidcAudience: "api://AzureADTokenExchange",
    },
    usgovernment: {
        graph: "https://graph.microsoft.us",
        authority: "https://login.microsoftonline.us",
        scope: "https://graph.microsoft.us/.default",
        oidcAudience: "api://AzureADTokenExchangeUSGov",
    },
    usgovernmentdod: {
        graph: "https://dod-graph.microsoft.us",
        authority: "https://login.microsoftonline.us",
        scope: "https://dod-graph.microsoft.us/.default",
        oidcAudience: "api://AzureADTokenExchangeUSGov",
    },
    china: {
        graph: "https://microsoftgraph.chinacloudapi.cn",
        authority: "https://login.chinacloudapi.cn",
        scope: "https://microsoftgraph.chinacloudapi.cn/.default",
        oidcAudience: "api://AzureADTokenExchangeChina",
    },
};

/** Other names of the same login hosts; Entra's instance discovery knows them all. */
const authorityAliases = [
    "https://login.windows.net",
    "https://login.microsoft.com",
    "https://login.partner.microsoftonline.cn",
    "https://login.usgovcloudapi.net",
];

/** Instance discovery asks a Microsoft host whether an authority is genuine; it must be off for any other authority. */
export function isMicrosoftAuthority(authority: string): boolean {
    return authorityAliases.includes(authority) || Object.values(clouds).some((cloud) => cloud.authority === authority);
}
