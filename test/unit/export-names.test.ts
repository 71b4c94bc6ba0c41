import assert from "node:assert/strict";
import fc from "fast-check";
import { slug, uniqueNames, type Named } from "../../cli/export/names";

describe("names of exported resources", () => {
    it("are words of the display name, without accents and marks", () => {
        assert.equal(slug("Überprüfung für Zürich (2024)"), "uberprufung-fur-zurich-2024");
        assert.equal(slug("设备合规"), "设备合规");
        assert.equal(slug("\u202E*/ ${x} `"), "x");
        assert.equal(slug(" - "), "");
        assert.equal(Array.from(slug("x".repeat(300))).length, 60);
    });

    const wish = fc.record({
        wish: fc.constantFrom("wifi", "wifi-aaaaaaaa", "vpn", ""),
        id: fc.constantFrom("aaaaaaaa-1", "aaaaaaaa-2", "bbbbbbbb-1"),
        scope: fc.constantFrom("one", "two"),
    });
    const things = fc.uniqueArray(wish, { selector: ({ wish: name, id, scope }) => `${name} ${id} ${scope}` });

    it("are unique, and do not depend on the order", () => {
        fc.assert(
            fc.property(things, (list) => {
                const named = list.map((item): Named<object> => ({ item, ...item }));
                const names = uniqueNames(named);
                assert.equal(new Set(names.values()).size, list.length);
                assert.deepEqual(
                    list.map((item) => uniqueNames([...named].reverse()).get(item)),
                    list.map((item) => names.get(item)),
                );
            }),
        );
    });
});
