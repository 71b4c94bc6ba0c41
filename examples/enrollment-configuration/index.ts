// Enrollment configurations: what a device meets when it is set up. They know no exclusions.
import { EnrollmentConfigurationAssignment } from "pulumi-intune";

const welcomeMail = "e0000000-0000-4000-8000-000000000003_EnrollmentNotificationsConfiguration";
const sales = "60000000-0000-4000-8000-000000000002";
const engineering = "60000000-0000-4000-8000-000000000003";

for (const [name, groupId] of Object.entries({ sales, engineering })) {
    new EnrollmentConfigurationAssignment(`welcome-mail-for-${name}`, {
        deviceEnrollmentConfigurationId: welcomeMail,
        target: { type: "group", groupId },
    });
}
