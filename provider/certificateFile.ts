import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AuthenticationError } from "./errors";
import type { Secret } from "./secret";

interface CertificateFile {
    readonly path: string;
    readonly password?: Secret | undefined;
    readonly chosenBy: string;
}

/** Finds before anything is sent what the credential library would report as an OpenSSL error, or not at all. */
export async function checkCertificateFile({ path, password, chosenBy }: CertificateFile): Promise<void> {
    const fail = (why: string, next: string): AuthenticationError =>
        new AuthenticationError(`Sign-in failed: certificate file ${path} (chosen by ${chosenBy}) ${why}. ${next}`);
    const contents = await readFile(path).catch((error: unknown) => {
        const code = (error as { code?: string }).code ?? "unknown reason";
        throw fail(`can't be read (${code})`, "Check the path and its permissions.");
    });
    const pem = contents.toString("latin1");
    if (!pem.includes("-----BEGIN CERTIFICATE-----")) {
        throw fail(
            "holds no PEM certificate",
            "Write certificate and private key into one PEM file; a .pfx is turned into one by `openssl pkcs12 -in FILE.pfx -out FILE.pem`.",
        );
    }
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
        throw fail("holds no private key", "Put the certificate's private key into the same file.");
    }
    const key = privateKey(pem, password);
    if (key === undefined) {
        throw password === undefined
            ? fail("has a private key that can't be opened without a password", "Set intune:clientCertificatePassword.")
            : fail("has a private key that this password does not open", "Check intune:clientCertificatePassword.");
    }
    if (key.asymmetricKeyType !== "rsa") {
        throw fail("has a key that is not RSA, which Entra does not take", "Make an RSA certificate.");
    }
    if (certificate(pem)?.checkPrivateKey(key) !== true) {
        throw fail(
            "holds a private key that is not the first certificate's",
            "Put the two that belong together first.",
        );
    }
}

function privateKey(pem: string, password: Secret | undefined): KeyObject | undefined {
    try {
        return createPrivateKey({ key: pem, format: "pem", ...(password && { passphrase: password.reveal() }) });
    } catch {
        return undefined;
    }
}

function certificate(pem: string): X509Certificate | undefined {
    try {
        return new X509Certificate(pem);
    } catch {
        return undefined;
    }
}
