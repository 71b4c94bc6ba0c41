import { Option } from "commander";
import { kindNames } from "./tenant/read";

/** `--kind`, for commands that read a tenant. */
export function kindOption(): Option {
    return new Option("--kind <kind...>", "only these kinds of policy").choices(kindNames);
}
