/** A line that tells how far a long read is, on a terminal only, and is gone when it ends. */
export interface ProgressLine {
    show(text: string): void;
    clear(): void;
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
    const write = (text: string): void => {
        if (stream.isTTY) {
            stream.write(`\r\u001b[K${text}`);
        }
    };
    return {
        show: write,
        clear() {
            write("");
        },
    };
}
