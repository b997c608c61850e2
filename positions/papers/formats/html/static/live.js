// The stance matrix sorts and filters; the coalition graph is dragged and filtered. Without this script both stand
// complete on the page. Nothing is fetched, stored or sent.
"use strict";
(function () {
  const one = (query, from) => (from || document).querySelector(query);
  const all = (query, from) => Array.from((from || document).querySelectorAll(query));
  const make = (name, words, parent) => {
    const made = document.createElement(name);
    made.textContent = words;
    parent.appendChild(made);
    return made;
  };
  const choice = (label, entries, parent, changed) => {
    const holder = make("label", label + " ", parent);
    const list = document.createElement("select");
    list.setAttribute("aria-label", label);
    for (const [value, words] of entries) {
      const entry = make("option", words, list);
      entry.value = value;
    }
    list.addEventListener("change", changed);
    holder.appendChild(list);
    return list;
  };

  function matrix() {
    const table = one("#live-matrix");
    if (!table) return;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const bar = one("#live-matrix-controls");
    const said = one("#live-matrix-said");
    const order = (table.dataset.order || "").split(" ");
    const tell = () => {
      const shown = rows.filter((row) => !row.hidden).length;
      said.textContent = shown + " of " + rows.length + " delegations shown";
    };
    const issues = heads.slice(1).map((head, n) => [String(n + 1), head.textContent.trim()]);
    const filter = () => {
      for (const row of rows) {
        const letters = Array.from(row.cells).slice(1).map((cell) => cell.dataset.letter);
        const looked = issue.value ? [letters[Number(issue.value) - 1]] : letters;
        const name = row.dataset.name.toLowerCase();
        const fits = name.includes(text.value.trim().toLowerCase());
        const grouped = !group.value || row.dataset.groups.split(" ").includes(group.value);
        row.hidden = !(fits && grouped && (!letter.value || looked.includes(letter.value)));
      }
      tell();
    };
    const holder = make("label", "Name ", bar);
    const text = document.createElement("input");
    text.type = "search";
    text.addEventListener("input", filter);
    holder.appendChild(text);
    const groups = Array.from(new Set(rows.flatMap((row) => row.dataset.groups.split(" ").filter(Boolean)))).sort();
    const group = choice("Group", [["", "any"]].concat(groups.map((g) => [g, g])), bar, filter);
    const letter = choice("Letter", [["", "any"]].concat(order.map((l) => [l, l])), bar, filter);
    const issue = choice("on", [["", "any issue"]].concat(issues), bar, filter);
    heads.forEach((head, n) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent.trim();
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) =>
          n ? order.indexOf(row.cells[n].dataset.letter) : row.dataset.name.toLowerCase();
        const sorted = rows.slice().sort((a, b) => {
          const x = key(a);
          const y = key(b);
          const by = x < y ? -1 : x > y ? 1 : 0;
          return (up ? by : -by) || rows.indexOf(a) - rows.indexOf(b);
        });
        sorted.forEach((row) => body.appendChild(row));
        said.textContent = "sorted by " + button.textContent + (up ? ", ascending" : ", descending");
      });
    });
    tell();
  }

  function graph() {
    const svg = one("#live-graph");
    if (!svg) return;
    const bar = one("#live-graph-controls");
    const said = one("#live-graph-said");
    const nodes = new Map(all("g.node", svg).map((node) => [node.dataset.id, node]));
    const edges = all("line.edge", svg);
    const items = all("#live-graph-edges li");
    const places = new Map();
    for (const [id, node] of nodes) places.set(id, [Number(node.dataset.x), Number(node.dataset.y)]);
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    const draw = (id) => {
      const [x, y] = places.get(id);
      nodes.get(id).setAttribute("transform", "translate(" + x + " " + y + ")");
      for (const edge of edges) {
        if (edge.dataset.source === id) { edge.setAttribute("x1", x); edge.setAttribute("y1", y); }
        if (edge.dataset.target === id) { edge.setAttribute("x2", x); edge.setAttribute("y2", y); }
      }
    };
    const move = (id, x, y) => {
      places.set(id, [Math.min(Math.max(x, 20), wide - 20), Math.min(Math.max(y, 20), high - 20)]);
      draw(id);
    };
    const boxes = new Map();
    const filter = () => {
      const fits = (one_) =>
        boxes.get(one_.dataset.kind).checked &&
        (one_.dataset.issue === issue.value || (one_.dataset.issue === "" && one_.dataset.kind !== "co_blocking"));
      let shown = 0;
      edges.forEach((edge, n) => {
        const on = fits(edge);
        edge.classList.toggle("off", !on);
        items[n].hidden = !on;
        shown += on ? 1 : 0;
      });
      said.textContent = shown + " ties shown";
    };
    const kinds = all("[data-kind-name]", one("#live-graph-kinds"));
    for (const kind of kinds) {
      const holder = make("label", "", bar);
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = kind.dataset.on === "yes";
      box.addEventListener("change", filter);
      holder.appendChild(box);
      make("span", " " + kind.dataset.kindName, holder);
      boxes.set(kind.dataset.kind, box);
    }
    const entries = all("[data-issue-name]", one("#live-graph-kinds")).map((e) => [e.dataset.issue, e.dataset.issueName]);
    const issue = choice("Blocks together on", entries, bar, filter);
    const select = (id) => {
      for (const [other, node] of nodes) node.classList.toggle("chosen", other === id);
      const ties = items.filter((item, n) => !item.hidden && [edges[n].dataset.source, edges[n].dataset.target].includes(id));
      const words = nodes.get(id).getAttribute("aria-label");
      said.textContent = words + ". " + (ties.length ? ties.map((t) => t.textContent.trim()).join("; ") : "no ties shown");
    };
    const point = (event) => {
      const at = svg.createSVGPoint();
      at.x = event.clientX;
      at.y = event.clientY;
      return at.matrixTransform(svg.getScreenCTM().inverse());
    };
    for (const [id, node] of nodes) {
      let held = false;
      node.addEventListener("pointerdown", (event) => { held = true; node.setPointerCapture(event.pointerId); select(id); });
      node.addEventListener("pointermove", (event) => {
        if (!held) return;
        const at = point(event);
        move(id, at.x, at.y);
      });
      for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => { held = false; });
      node.addEventListener("focus", () => select(id));
      node.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
        if (!step) return;
        event.preventDefault();
        const [x, y] = places.get(id);
        move(id, x + step[0], y + step[1]);
      });
    }
    filter();
  }

  matrix();
  graph();
})();
