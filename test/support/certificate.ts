import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

/** A self-signed certificate for 127.0.0.1 and some names, made without any other program. */
export interface Certificate {
    /** PEM. */
    readonly certificate: string;
    readonly privateKey: KeyObject;
}

type KeyKind = "ec" | "rsa";

/** DER of RFC 5280's `Certificate`, by its tags. */
const tag = { boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, utcTime: 0x17, set: 0x31 };
const sequenceTag = 0x30;

function der(tagByte: number, ...contents: readonly Uint8Array[]): Buffer {
    const body = Buffer.concat(contents);
    const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
    return Buffer.concat([Buffer.from([tagByte, ...length]), body]);
}

const sequence = (...contents: readonly Uint8Array[]): Buffer => der(sequenceTag, ...contents);
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const oid = (encoded: string): Buffer => der(tag.oid, hex(encoded));
const bits = (content: Uint8Array): Buffer => der(tag.bits, Buffer.from([0]), content);
const context = (number: number, ...contents: readonly Uint8Array[]): Buffer => der(0xa0 + number, ...contents);

const algorithms: Readonly<Record<KeyKind, Buffer>> = {
    ec: sequence(oid("2a 86 48 ce 3d 04 03 02")),
    rsa: sequence(oid("2a 86 48 86 f7 0d 01 01 0b"), hex("05 00")),
};

function utcTime(date: Date): Buffer {
    const digits = date.toISOString().replace(/\D/g, "").slice(2, 14);
    return der(tag.utcTime, Buffer.from(`${digits}Z`));
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
    const flag = critical ? [der(tag.boolean, hex("ff"))] : [];
    return sequence(oid(id), ...flag, der(tag.octets, value));
}

function alternativeNames(names: readonly string[]): Buffer {
    return sequence(
        ...names.map((name) => Buffer.concat([Buffer.from([0x82, name.length]), Buffer.from(name)])),
        Buffer.concat([hex("87 04"), Buffer.from([127, 0, 0, 1])]),
    );
}

export function selfSigned(kind: KeyKind, names: readonly string[] = ["localhost"]): Certificate {
    const { privateKey, publicKey } =
        kind === "ec"
            ? generateKeyPairSync("ec", { namedCurve: "P-256" })
            : generateKeyPairSync("rsa", { modulusLength: 2048 });
    const now = Date.now();
    const name = sequence(der(tag.set, sequence(oid("55 04 03"), der(tag.utf8, Buffer.from("pulumi-intune test")))));
    const toBeSigned = sequence(
        context(0, der(tag.integer, Buffer.from([2]))),
        der(tag.integer, Buffer.from([1]), randomBytes(8)),
        algorithms[kind],
        name,
        sequence(utcTime(new Date(now - 3_600_000)), utcTime(new Date(now + 86_400_000))),
        name,
        publicKey.export({ type: "spki", format: "der" }),
        context(
            3,
            sequence(
                extension("55 1d 13", true, sequence(der(tag.boolean, hex("ff")))),
                extension("55 1d 11", false, alternativeNames(names)),
            ),
        ),
    );
    const whole = sequence(toBeSigned, algorithms[kind], bits(sign("sha256", toBeSigned, privateKey)));
    const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
    return {
        certificate: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
        privateKey,
    };
}
