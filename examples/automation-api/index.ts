// A stack as part of another program: the Automation API runs a function as its Pulumi program.
import { LocalWorkspace, type PulumiFn } from "@pulumi/pulumi/automation";
import { DeviceConfigurationAssignment } from "pulumi-intune";

const program: PulumiFn = () => {
    const pilot = new DeviceConfigurationAssignment("wifi-for-pilot-ring", {
        deviceConfigurationId: "c0000000-0000-4000-8000-000000000001",
        target: { type: "group", groupId: "60000000-0000-4000-8000-000000000006" },
    });
    return Promise.resolve({ id: pilot.id });
};

const show = { onOutput: (text: string) => process.stdout.write(text) };

async function main(): Promise<void> {
    const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: "dev", projectName: "intune-automation-api", program },
        // The engine finds the provider from here: a folder whose node_modules holds this package.
        { workDir: __dirname },
    );
    if (process.argv.includes("--destroy")) {
        await stack.destroy({ ...show, remove: true });
        return;
    }
    const { summary, outputs } = await stack.up(show);
    console.log(`${summary.result}: ${String(outputs["id"].value)}`);
}

main().catch((error: unknown) => {
    console.error((error as Error).message);
    process.exitCode = 1;
});
