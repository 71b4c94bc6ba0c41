// Runs in the report's page: search, sort, and the matrix. Without it the page shows everything as a list.
(() => {
    "use strict";
    const rowsAtOnce = 100;
    const matrixRows = 50;
    const matrixColumns = 24;
    const data = JSON.parse(document.getElementById("data").textContent);
    const byId = (id) => document.getElementById(id);
    const list = byId("list");
    const matrix = byId("matrix");
    const body = list.querySelector("tbody");
    const rows = [...body.rows];
    const texts = data.policies.map((policy) =>
        [policy.name, policy.id, policy.kind]
            .concat(
                policy.cells.map(
                    (cell) => `${data.targets[cell.t].name} ${data.targets[cell.t].id} ${cell.f ?? ""} ${cell.d ?? ""}`,
                ),
            )
            .join("\n")
            .toLowerCase(),
    );
    const collator = new Intl.Collator(undefined, { numeric: true });
    const sorts = {
        name: (a, b) => collator.compare(a.name, b.name),
        kind: (a, b) => collator.compare(a.kind, b.kind),
        targets: (a, b) => collator.compare(nameOfFirst(a), nameOfFirst(b)),
        count: (a, b) => a.cells.length - b.cells.length,
    };
    const shows = {
        all: () => true,
        drift: (policy) => policy.cells.some((cell) => cell.d !== undefined),
        conflicts: (policy) => policy.conflicts > 0,
        filter: (policy) => policy.cells.some((cell) => cell.f !== undefined),
        exclude: (policy) => policy.cells.some((cell) => cell.x === 1),
        unassigned: (policy) => policy.cells.length === 0,
    };
    const state = {
        query: "",
        kind: "",
        show: "all",
        sort: "",
        isDescending: false,
        isMatrix: false,
        limit: rowsAtOnce,
        page: 0,
        columnPage: 0,
    };
    let matches = data.policies.map((_, at) => at);

    function nameOfFirst(policy) {
        return policy.cells.length === 0 ? "" : data.targets[policy.cells[0].t].name;
    }

    function select() {
        const words = state.query.toLowerCase().split(/\s+/).filter(Boolean);
        matches = data.policies.flatMap((policy, at) =>
            (state.kind === "" || policy.kind === state.kind) &&
            shows[state.show](policy) &&
            words.every((word) => texts[at].includes(word))
                ? [at]
                : [],
        );
        if (state.sort !== "") {
            const direction = state.isDescending ? -1 : 1;
            matches.sort((a, b) => direction * sorts[state.sort](data.policies[a], data.policies[b]) || a - b);
        }
    }

    function make(tag, properties, ...children) {
        const element = Object.assign(document.createElement(tag), properties);
        element.append(...children);
        return element;
    }

    function mark(cells) {
        const td = document.createElement("td");
        if (cells !== undefined) {
            td.className = cells.some((cell) => cell.d !== undefined)
                ? "d"
                : cells.some((cell) => cell.x === 1)
                  ? "x"
                  : "i";
            const signs = cells.map(
                (cell) => (cell.d === "missing" ? "?" : cell.x === 1 ? "−" : "+") + (cell.f === undefined ? "" : "▽"),
            );
            const words = cells.map((cell) =>
                [cell.x === 1 ? "exclude" : "include", cell.f, cell.s === 1 ? "by a policy set" : undefined, cell.d]
                    .filter(Boolean)
                    .join(", "),
            );
            td.title = words.join("; ");
            td.append(
                make("span", { ariaHidden: "true", textContent: signs.join(" ") }),
                make("span", { className: "hear", textContent: words.join("; ") }),
            );
        }
        return td;
    }

    function drawMatrix() {
        const uses = new Map();
        matches.forEach((at) =>
            data.policies[at].cells.forEach((cell) => uses.set(cell.t, (uses.get(cell.t) ?? 0) + 1)),
        );
        const columns = [...uses.keys()].sort((a, b) => uses.get(b) - uses.get(a) || a - b);
        const columnPages = Math.max(1, Math.ceil(columns.length / matrixColumns));
        const pages = Math.max(1, Math.ceil(matches.length / matrixRows));
        state.columnPage = Math.min(state.columnPage, columnPages - 1);
        state.page = Math.min(state.page, pages - 1);
        const firstColumn = state.columnPage * matrixColumns;
        const firstRow = state.page * matrixRows;
        const shownColumns = columns.slice(firstColumn, firstColumn + matrixColumns);
        const shownRows = matches.slice(firstRow, firstRow + matrixRows);
        const head = make("tr", {}, make("th", { scope: "col", textContent: "Policy" }));
        shownColumns.forEach((at) => {
            const { name, id } = data.targets[at];
            head.append(
                make(
                    "th",
                    { scope: "col", title: id === "" || id === name ? name : `${name} (${id})` },
                    make("span", { dir: "auto", textContent: name }),
                ),
            );
        });
        const lines = shownRows.map((at) => {
            const policy = data.policies[at];
            const cells = new Map();
            policy.cells.forEach((cell) => cells.set(cell.t, [...(cells.get(cell.t) ?? []), cell]));
            return make(
                "tr",
                {},
                make("th", { scope: "row", dir: "auto", textContent: policy.name, title: policy.id }),
                ...shownColumns.map((column) => mark(cells.get(column))),
            );
        });
        const caption = make("caption", {
            textContent:
                "Policies by the groups they are assigned to. Columns that no shown policy uses are left out; the most used come first.",
        });
        matrix.querySelector("table").replaceChildren(caption, make("thead", {}, head), make("tbody", {}, ...lines));
        pager("rows", "Policies", firstRow, shownRows.length, matches.length);
        pager("columns", "Groups", firstColumn, shownColumns.length, columns.length);
    }

    function pager(name, noun, first, shown, all) {
        byId(`${name}-text`).textContent =
            shown === 0 ? `${noun}: none` : `${noun} ${first + 1} to ${first + shown} of ${all}`;
        byId(`${name}-back`).disabled = first === 0;
        byId(`${name}-on`).disabled = first + shown >= all;
    }

    function draw() {
        list.hidden = state.isMatrix;
        matrix.hidden = !state.isMatrix;
        byId("matrix-pager").hidden = !state.isMatrix;
        byId("more").hidden = state.isMatrix || matches.length <= state.limit;
        if (state.isMatrix) {
            drawMatrix();
        } else {
            body.replaceChildren(...matches.slice(0, state.limit).map((at) => rows[at]));
        }
        const shown = state.isMatrix ? matches.length : Math.min(matches.length, state.limit);
        byId("status").textContent =
            `${matches.length} of ${data.policies.length} policies match${shown < matches.length ? `; the first ${shown} are shown` : ""}.`;
    }

    function change(part) {
        Object.assign(state, { limit: rowsAtOnce, page: 0, columnPage: 0 }, part);
        select();
        draw();
    }

    byId("query").addEventListener("input", (event) => change({ query: event.target.value }));
    byId("kind").addEventListener("change", (event) => change({ kind: event.target.value }));
    byId("show").addEventListener("change", (event) => change({ show: event.target.value }));
    for (const button of document.querySelectorAll("[data-view]")) {
        button.addEventListener("click", () => {
            document
                .querySelectorAll("[data-view]")
                .forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
            change({ isMatrix: button.dataset.view === "matrix" });
        });
    }
    for (const head of list.querySelectorAll("th[data-sort]")) {
        const button = make("button", { type: "button", textContent: head.textContent });
        head.replaceChildren(button);
        button.addEventListener("click", () => {
            const isDescending = state.sort === head.dataset.sort && !state.isDescending;
            list.querySelectorAll("th[data-sort]").forEach((other) => other.removeAttribute("aria-sort"));
            head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
            change({ sort: head.dataset.sort, isDescending });
        });
    }
    byId("more").addEventListener("click", () => {
        state.limit += 2 * rowsAtOnce;
        draw();
    });
    for (const [id, key, step] of [
        ["rows-back", "page", -1],
        ["rows-on", "page", 1],
        ["columns-back", "columnPage", -1],
        ["columns-on", "columnPage", 1],
    ]) {
        byId(id).addEventListener("click", () => {
            state[key] += step;
            draw();
        });
    }
    // Paper has no "show more".
    addEventListener("beforeprint", () => {
        document.querySelectorAll("details").forEach((details) => (details.open = true));
        body.replaceChildren(...matches.map((at) => rows[at]));
    });
    addEventListener("afterprint", draw);
    byId("tools").hidden = false;
    draw();
    body.className = "ready";
})();
