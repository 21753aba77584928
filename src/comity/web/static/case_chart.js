// Draws the table of a case's links as a chart, level by level; what it draws is read from the table, so that both say
// the same.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rows = [...document.querySelectorAll("#links tbody tr")];

function elements() {
  const found = new Map();
  for (const row of rows) {
    const [from, , to] = row.children;
    for (const [id, cell] of [[row.dataset.one, from], [row.dataset.other, to]]) {
      found.set(id, { group: "nodes", data: { id, title: cell.textContent.trim(), party: cell.dataset.party === "true" } });
    }
  }
  const edges = rows.map((row, n) => (
    { group: "edges", data: { id: `link-${n}`, source: row.dataset.one, target: row.dataset.other } }));
  return [...found.values(), ...edges];
}

function style() {
  return [
    { selector: "node", style: {
      shape: "round-rectangle", width: 22, height: 22, "background-color": color("--act"), "border-width": 1,
      "border-color": color("--ink"), label: "data(title)", color: color("--ink"), "font-size": 11,
      "text-valign": "bottom", "text-margin-y": 3, "text-max-width": 84, "text-wrap": "wrap",
      "min-zoomed-font-size": 10,
    } },
    { selector: "node[?party]", style: { shape: "ellipse", "background-color": color("--mark") } },
    { selector: "edge", style: {
      width: 1.5, "line-color": color("--line"), "target-arrow-color": color("--line"),
      "target-arrow-shape": "triangle", "curve-style": "straight",
    } },
  ];
}

const container = document.getElementById("chart");
if (container && window.cytoscape && rows.length) {
  container.hidden = false;
  const chart = window.cytoscape({
    container, elements: elements(), style: style(), autoungrabify: true, boxSelectionEnabled: false,
    userZoomingEnabled: false, layout: { name: "breadthfirst", directed: true, spacingFactor: 1.1, padding: 24 },
  });
  chart.on("tap", "node", ({ target }) => document.querySelector(`#links a[href$="${target.id()}"]`)?.focus());
  container.dataset.drawn = "true";
}
