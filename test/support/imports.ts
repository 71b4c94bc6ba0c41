import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import * as ts from "typescript";

/** One import of one source file. */
export interface Import {
    /** The importing file, from the root of the checkout. */
    readonly from: string;
    /** The imported file, likewise, or a package's name. */
    readonly to: string;
    /** Gone after compilation. */
    readonly typeOnly: boolean;
}

const root = resolve(__dirname, "../..");

function fileOf(path: string): string {
    const file = [`${path}.ts`, join(path, "index.ts"), path].find(
        (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
    );
    if (file === undefined) {
        throw new Error(`Nothing to import at ${path}`);
    }
    return relative(root, file).split(sep).join("/");
}

function packageOf(specifier: string): string {
    return specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");
}

function isTypeOnly(node: ts.Node): boolean {
    if (ts.isImportTypeNode(node)) {
        return true;
    }
    if (ts.isImportDeclaration(node)) {
        const named = node.importClause?.namedBindings;
        const names = named !== undefined && ts.isNamedImports(named) ? named.elements : [];
        const isAllTypes =
            names.length > 0 && node.importClause?.name === undefined && names.every((name) => name.isTypeOnly);
        return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || isAllTypes;
    }
    return ts.isExportDeclaration(node) && node.isTypeOnly;
}

/** `import()`, `require()`, and `createRequire(file)()`. */
function isLoading(node: ts.Node): node is ts.CallExpression {
    if (!ts.isCallExpression(node)) {
        return false;
    }
    const { expression } = node;
    return (
        ["import", "require"].includes(expression.getText()) ||
        (ts.isCallExpression(expression) && expression.expression.getText() === "createRequire")
    );
}

/** What a node imports: by `import`, `export from`, a call or in a type. */
function specifierOf(node: ts.Node): string | undefined {
    const isCall = isLoading(node);
    const candidate = isCall
        ? node.arguments[0]
        : ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
          ? node.moduleSpecifier
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : undefined;
    return candidate !== undefined && ts.isStringLiteralLike(candidate) ? candidate.text : undefined;
}

function importsOf(file: string): Import[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const found: Import[] = [];
    const visit = (node: ts.Node): void => {
        const specifier = specifierOf(node);
        if (specifier !== undefined) {
            const to = specifier.startsWith(".")
                ? fileOf(resolve(root, dirname(file), specifier))
                : packageOf(specifier);
            found.push({ from: file, to, typeOnly: isTypeOnly(node) });
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

/** All imports of the TypeScript files below the given folders of the checkout. */
export function readImports(...folders: readonly string[]): Import[] {
    return folders
        .filter((folder) => existsSync(join(root, folder)))
        .flatMap((folder) =>
            readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
        )
        .map((path) => path.split(sep).join("/"))
        .filter((path) => path.endsWith(".ts"))
        .flatMap(importsOf);
}
