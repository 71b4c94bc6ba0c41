import type { Item } from "./queryOptions";

/** What backup tools expand on compliance policies: the one action each has at least, to block at once. */
export function scheduledActions(policyId: string): Item[] {
    const none = "00000000-0000-0000-0000-000000000000";
    return [
        {
            id: policyId,
            ruleName: null,
            scheduledActionConfigurations: [
                {
                    id: policyId,
                    gracePeriodHours: 0,
                    actionType: "block",
                    notificationTemplateId: none,
                    notificationMessageCCList: [],
                },
            ],
        },
    ];
}
