import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
    globalIgnores([
        "dist",
        "languages",
        "coverage",
        ".state",
        "examples/*/node_modules",
        "provider/assignment/generated",
    ]),
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strictTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
            // `typeof import(...)` is how a lazily loaded package is typed.
            "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
            "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            eqeqeq: "error",
            "no-console": "error",
        },
    },
    {
        // Output is what these are for.
        files: ["cli/**/*.ts", "bench/**/*.ts", "examples/**/*.ts"],
        rules: { "no-console": "off" },
    },
    {
        files: ["test/**/*.ts"],
        rules: {
            // What a test calls answers promises or not, as its port demands.
            "@typescript-eslint/require-await": "off",
            "@typescript-eslint/no-empty-function": "off",
            "@typescript-eslint/no-non-null-assertion": "off",
        },
    },
    {
        files: ["**/*.mjs", "**/*.cjs"],
        extends: [tseslint.configs.recommended],
        rules: { eqeqeq: "error" },
    },
    {
        // mocha loads its reporters by require.
        files: ["**/*.cjs"],
        rules: { "@typescript-eslint/no-require-imports": "off" },
    },
);
