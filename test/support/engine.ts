import { spawn } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** The text of a program. `module` is an ES module; TypeScript is not type-checked, which would take longer than the run. */
export interface Program {
    readonly language?: "javascript" | "typescript" | "module" | "yaml";
    readonly source: string;
}

/** What one command of the real engine did. */
export interface Outcome {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
    /** Both, as a user sees them. */
    readonly output: string;
    /** Errors, warnings and notes under Diagnostics, one text each. */
    readonly diagnostics: readonly string[];
    /** Operations the engine began, in order, as `create <name>`; what stays the same is left out. */
    readonly steps: readonly string[];
    readonly durationMs: number;
}

interface CommandOptions {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** When the command is given up; two minutes when left out. */
    readonly timeoutMs?: number;
    /** Is told the engine's process as soon as there is one. */
    readonly onStart?: (pid: number) => void;
}

export interface ProjectOptions {
    /** Stack configuration by full key, such as `intune:endpoint`. */
    readonly config?: Readonly<Record<string, string>>;
    /** Other plugins than ours by name, each an executable file. */
    readonly plugins?: Readonly<Record<string, string>>;
    /** Added to the hermetic environment. */
    readonly env?: Readonly<Record<string, string>>;
}

interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Record<string, unknown>;
    readonly outputs?: Record<string, unknown>;
}

interface Deployment {
    readonly deployment: { readonly resources?: readonly StateResource[] };
}

/** A program in a folder of its own, with a stack, a state file and nothing of the user's Pulumi set-up. */
export interface Project {
    readonly folder: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    write(program: Program | string): void;
    configure(config: Readonly<Record<string, string>>): void;
    setSecret(key: string, value: string): Promise<void>;
    up(options?: CommandOptions): Promise<Outcome>;
    preview(options?: CommandOptions): Promise<Outcome>;
    refresh(options?: CommandOptions): Promise<Outcome>;
    destroy(options?: CommandOptions): Promise<Outcome>;
    /** `import(["<type>", "<name>", "<id>"])`, without protection. */
    import(args: readonly string[], options?: CommandOptions): Promise<Outcome>;
    /** Any command; `run(["stack", "output"])`. */
    run(args: readonly string[], options?: CommandOptions): Promise<Outcome>;
    stackExport(): Promise<Deployment>;
    /** The state's resources of this package, by name. */
    resources(): Promise<Record<string, StateResource>>;
    /** Size of the state file. */
    stateBytes(): number;
    /** The state file as it is, and a state as it was. */
    saveState(): string;
    restoreState(text: string): void;
    remove(): void;
}

const root = resolve(__dirname, "../..");
const stack = "test";
const name = "t";
const longestCommandMs = 120_000;
const mostAtOnce = 2;

/** Engines under way in this process, and those that wait for one of them to end. */
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(action: () => Promise<T>): Promise<T> {
    if (running >= mostAtOnce) {
        await new Promise<void>((wake) => waiting.push(wake));
    }
    running += 1;
    try {
        return await action();
    } finally {
        running -= 1;
        waiting.shift()?.();
    }
}

let cliFolder: Promise<string> | undefined;
let yamlFolder: Promise<string> | undefined;

/** A folder with the executables of plugins, as a global install of their packages makes it. */
function pluginFolder(home: string, plugins: Readonly<Record<string, string>> = {}): string {
    const folder = join(home, "bin");
    mkdirSync(folder);
    const all = { intune: join(root, "dist", "provider", "plugin", "main.js"), ...plugins };
    Object.entries(all).forEach(([plugin, file]) => {
        symlinkSync(file, join(folder, `pulumi-resource-${plugin}`));
    });
    return folder;
}

function isYaml(program: Program | string): boolean {
    return typeof program !== "string" && program.language === "yaml";
}

async function environment(
    home: string,
    withYaml: boolean,
    { plugins }: Pick<ProjectOptions, "plugins">,
): Promise<Record<string, string | undefined>> {
    const { engineEnvironment, ensureHost, ensurePulumi } = await import("../../scripts/pulumi-cli.mjs");
    cliFolder ??= ensurePulumi();
    const node = process.env["PULUMI_INTUNE_TEST_NODE"];
    const env = engineEnvironment({ bin: await cliFolder, home, ...(node === undefined ? {} : { node }) });
    return {
        ...env,
        PATH: [
            pluginFolder(home, plugins),
            ...(withYaml ? [await (yamlFolder ??= ensureHost("yaml"))] : []),
            env["PATH"],
        ].join(delimiter),
        // The event log is one of the CLI's debug options.
        PULUMI_DEBUG_COMMANDS: "true",
    };
}

interface EngineEvent {
    readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
    readonly diagnosticEvent?: { readonly message: string; readonly severity: string };
}

function eventsIn(file: string): EngineEvent[] {
    if (!existsSync(file)) {
        return [];
    }
    const lines = readFileSync(file, "utf8").trim().split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as EngineEvent);
}

/** The engine's own resources: the stack and the provider. */
const isInternal = (urn: string): boolean => urn.includes("::pulumi:");
const nameIn = (urn: string): string => urn.split("::").pop() ?? urn;

function stepsIn(events: readonly EngineEvent[]): string[] {
    return events.flatMap(({ resourcePreEvent: event }) =>
        event === undefined || event.metadata.op === "same" || isInternal(event.metadata.urn)
            ? []
            : [`${event.metadata.op} ${nameIn(event.metadata.urn)}`],
    );
}

function diagnosticsIn(events: readonly EngineEvent[]): string[] {
    return events.flatMap(({ diagnosticEvent: event }) =>
        event === undefined || event.severity === "debug" ? [] : [event.message.trim()],
    );
}

const settingsOf = {
    javascript: { main: "index.js", options: { typescript: false }, manifest: {} },
    module: { main: "index.js", options: { typescript: false }, manifest: { type: "module" } },
    typescript: { main: "index.ts", options: { typescript: true }, manifest: {} },
};

const compilerOptions = {
    target: "es2022",
    module: "commonjs",
    moduleResolution: "node10",
    strict: true,
    noCheck: true,
};

/** Writes a program and all that it needs to run. `modules` is the node_modules folder it resolves packages from. */
function writeProgram(folder: string, program: Program | string, modules: string): void {
    const { source, language = "javascript" } = typeof program === "string" ? { source: program } : program;
    const write = (file: string, content: string | object): void => {
        writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
    };
    if (language === "yaml") {
        write("Pulumi.yaml", `name: ${name}\nruntime: yaml\n${source}`);
        return;
    }
    const { main, options, manifest } = settingsOf[language];
    write("Pulumi.yaml", { name, main, runtime: { name: "nodejs", options } });
    write("package.json", { name, private: true, main, ...manifest });
    if (language === "typescript") {
        write("tsconfig.json", { compilerOptions });
    }
    write(main, source);
    if (!existsSync(join(folder, "node_modules"))) {
        symlinkSync(modules, join(folder, "node_modules"), "junction");
    }
}

/** Where a test's programs find their packages: those of the checkout, or another set of versions. */
function modulesFolder(): string {
    return process.env["PULUMI_INTUNE_TEST_MODULES"] ?? join(root, "node_modules");
}

/** Makes a project of the given program with a new stack. One that is to run YAML programs starts with one. */
export async function createProject(program: Program | string, options: ProjectOptions = {}): Promise<Project> {
    const home = mkdtempSync(join(tmpdir(), "pulumi-intune-"));
    const folder = join(home, "program");
    mkdirSync(folder);
    writeProgram(folder, program, modulesFolder());
    const env = { ...(await environment(home, isYaml(program), options)), ...options.env };
    let commands = 0;

    async function run(
        args: readonly string[],
        { args: more = [], env: extra = {}, timeoutMs = longestCommandMs, onStart }: CommandOptions = {},
    ): Promise<Outcome> {
        return inTurn(
            () =>
                new Promise((ended, failed) => {
                    const events = join(home, `events-${String(++commands)}.json`);
                    const hasEvents = ["up", "preview", "refresh", "destroy", "import"].includes(args[0] ?? "");
                    const start = performance.now();
                    const child = spawn(
                        "pulumi",
                        [...args, ...more, "--non-interactive", ...(hasEvents ? ["--event-log", events] : [])],
                        {
                            cwd: folder,
                            env: { ...env, ...extra },
                            stdio: ["ignore", "pipe", "pipe"],
                            signal: AbortSignal.timeout(timeoutMs),
                        },
                    );
                    const text = { stdout: "", stderr: "", output: "" };
                    for (const stream of ["stdout", "stderr"] as const) {
                        child[stream].setEncoding("utf8").on("data", (part: string) => {
                            text[stream] += part;
                            text.output += part;
                        });
                    }
                    child.on("error", failed);
                    child.on("spawn", () => onStart?.(child.pid!));
                    child.on("close", (code) => {
                        const seen = eventsIn(events);
                        ended({
                            exitCode: code ?? -1,
                            ...text,
                            diagnostics: diagnosticsIn(seen),
                            steps: stepsIn(seen),
                            durationMs: performance.now() - start,
                        });
                    });
                }),
        );
    }

    async function mustRun(args: readonly string[], extra?: CommandOptions): Promise<Outcome> {
        const outcome = await run(args, extra);
        if (outcome.exitCode !== 0) {
            throw new Error(`pulumi ${args.join(" ")} failed:\n${outcome.output}`);
        }
        return outcome;
    }

    const stackFile = join(folder, `Pulumi.${stack}.yaml`);
    await mustRun(["stack", "init", stack]);
    const salt = readFileSync(stackFile, "utf8");
    const stateFile = join(home, "backend", ".pulumi", "stacks", name, `${stack}.json`);

    const project: Project = {
        folder,
        env,
        write: (next) => {
            writeProgram(folder, next, modulesFolder());
        },
        configure: (config) => {
            writeFileSync(stackFile, `${salt.trim()}\nconfig: ${JSON.stringify(config)}\n`);
        },
        setSecret: async (key, value) => {
            await mustRun(["config", "set", "--secret", key, value, "--stack", stack]);
        },
        up: (extra) => run(["up", "--yes", "--skip-preview", "--stack", stack], extra),
        preview: (extra) => run(["preview", "--stack", stack], extra),
        refresh: (extra) => run(["refresh", "--yes", "--skip-preview", "--stack", stack], extra),
        destroy: (extra) => run(["destroy", "--yes", "--skip-preview", "--stack", stack], extra),
        import: (args, extra) =>
            run(["import", ...args, "--yes", "--skip-preview", "--protect=false", "--stack", stack], extra),
        run,
        stackExport: async () =>
            JSON.parse((await mustRun(["stack", "export", "--stack", stack])).stdout) as Deployment,
        resources: async () => {
            const { deployment } = await project.stackExport();
            const own = (deployment.resources ?? []).filter(({ urn }) => !isInternal(urn));
            return Object.fromEntries(own.map((resource) => [nameIn(resource.urn), resource]));
        },
        stateBytes: () => statSync(stateFile).size,
        saveState: () => readFileSync(stateFile, "utf8"),
        restoreState: (text) => {
            writeFileSync(stateFile, text);
        },
        remove: () => {
            rmSync(home, { recursive: true, force: true });
        },
    };
    if (options.config !== undefined) {
        project.configure(options.config);
    }
    return project;
}
