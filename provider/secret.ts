import { inspect } from "node:util";

const mask = "[secret]";

/** A value that prints as `[secret]` however it is printed. Only `reveal()` gives it away, so every use can be found by name. */
export class Secret {
    readonly #value: string;

    constructor(value: string) {
        this.#value = value;
    }

    reveal(): string {
        return this.#value;
    }

    toString(): string {
        return mask;
    }

    toJSON(): string {
        return mask;
    }

    [inspect.custom](): string {
        return mask;
    }
}
