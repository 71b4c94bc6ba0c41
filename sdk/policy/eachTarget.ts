import type { ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { declarationOf, type Declaration, type DeclaredTarget } from "./declaration";
import { describeAssignment } from "./target";

/** What is wrong with a target, to be read on after `"wifi" assigns ... to all devices`; undefined where nothing is. */
type Judge = (target: DeclaredTarget, declaration: Declaration, args: ResourceValidationArgs) => string | undefined;

/** Judges every target of a row or set. */
export function eachTarget(judge: Judge): ResourceValidation {
    return (args, report) => {
        const declaration = declarationOf(args);
        if (declaration === undefined) {
            return;
        }
        for (const target of declaration.targets()) {
            const problem = judge(target, declaration, args);
            if (problem !== undefined) {
                report(`${describeAssignment(declaration, target)}${problem}`);
            }
        }
    };
}
