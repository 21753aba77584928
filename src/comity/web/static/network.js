// Draws the links of the table as a chart. What it draws is read from the tables, so that both say the same; the
// slider hides rows and lines alike.
const SHAPES = {
  person: "ellipse", organization: "octagon", location: "triangle", vehicle: "round-rectangle",
  "phone-account": "hexagon", item: "round-rectangle", weapon: "round-rectangle", incident: "diamond",
  "court-case": "rectangle", crash: "diamond", "service-call": "diamond",
};
// Names of more points than this would hide one another: they are written when the chart is drawn near.
const NAMED = 60;
// How near one may look, and how much room a point takes with its name.
const MOST = 4;
const ROOM = 60;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Points and links are named by the rows in which they stand, so that a large table stays light.
const points = [...document.querySelectorAll("#points tbody tr")];
const links = [...document.querySelectorAll("#links tbody tr")];
const keyOf = ({ dataset }) => `${dataset.one}-${dataset.other}`;

function elements() {
  return [
    ...points.map((row, n) => ({
      group: "nodes",
      data: { id: String(n), title: row.firstElementChild.textContent, shape: n === 0 ? "star" : SHAPES[row.dataset.kind] ?? "ellipse" },
      position: { x: Number(row.dataset.x), y: Number(row.dataset.y) },
    })),
    ...links.map((row) => ({
      group: "edges",
      data: { id: keyOf(row), source: row.dataset.one, target: row.dataset.other },
    })),
  ];
}

function style(many) {
  const named = {
    label: "data(title)", color: color("--ink"), "font-size": 11, "text-valign": "bottom", "text-margin-y": 3,
    "text-max-width": 110, "text-wrap": "ellipsis",
  };
  return [
    { selector: "node", style: {
      shape: "data(shape)", width: 22, height: 22, "background-color": color("--act"), "border-width": 1,
      "border-color": color("--ink"),
    } },
    // A thousand names at once would hide one another, and take longer to write than all else.
    { selector: many ? ".near" : "node", style: named },
    { selector: "node[shape = 'star']", style: { ...named, width: 34, height: 34, "background-color": color("--mark") } },
    { selector: "edge", style: { width: 1.5, "line-color": color("--line"), "curve-style": "haystack" } },
    { selector: ".off", style: { display: "none" } },
  ];
}

function draw(container) {
  const many = points.length > NAMED;
  const chart = window.cytoscape({
    container, style: style(many),
    minZoom: 0.05, maxZoom: MOST, autoungrabify: true, boxSelectionEnabled: false, textureOnViewport: many,
    // The wheel scrolls the page, as everywhere: buttons bring the chart closer.
    hideEdgesOnViewport: many, userZoomingEnabled: false,
  });
  // Every point has its place: a layout would only go through all of them once more.
  chart.add(elements());
  showAll(chart);
  chart.on("tap", "node", ({ target }) => points[Number(target.id())].querySelector("a")?.focus());
  let soon;
  if (many) chart.on("viewport", () => { clearTimeout(soon); soon = setTimeout(nameWhatIsNear, 150, chart); });
  container.dataset.drawn = "true";
  return chart;
}

// Where points stand tells how near to look: to measure each as it is drawn would take as long as to draw it.
function showAll(chart) {
  const xs = points.map((row) => Number(row.dataset.x));
  const ys = points.map((row) => Number(row.dataset.y));
  const [left, top] = [Math.min(...xs) - ROOM, Math.min(...ys) - ROOM];
  const [width, height] = [Math.max(...xs) + ROOM - left, Math.max(...ys) + ROOM - top];
  const zoom = Math.min(chart.width() / width, chart.height() / height, MOST);
  const pan = { x: (chart.width() - zoom * (2 * left + width)) / 2, y: (chart.height() - zoom * (2 * top + height)) / 2 };
  chart.viewport({ zoom, pan });
}

// In a large chart those in sight are named, once few enough are.
function nameWhatIsNear(chart) {
  const { x1, x2, y1, y2 } = chart.extent();
  const near = chart.nodes(":visible").filter((node) => {
    const { x, y } = node.position();
    return x >= x1 && x <= x2 && y >= y1 && y <= y2;
  });
  chart.batch(() => {
    chart.nodes(".near").removeClass("near");
    if (near.length <= NAMED) near.addClass("near");
  });
}

// Rows beyond the first are laid out when somebody wants them: the chart is drawn sooner.
function showAllRows() {
  document.getElementById("more")?.removeAttribute("hidden");
  document.getElementById("show-more")?.remove();
}

// Everything later than the chosen day is put away: rows of links, their lines, and points that nothing joins then.
function upTo(day, chart) {
  const joined = new Set();
  let count = 0;
  chart.startBatch();
  for (const row of links) {
    row.hidden = row.dataset.since > day;
    chart.getElementById(keyOf(row)).toggleClass("off", row.hidden);
    if (row.hidden) continue;
    count += 1;
    joined.add(Number(row.dataset.one)).add(Number(row.dataset.other));
  }
  points.forEach((row, n) => {
    row.hidden = n !== 0 && !joined.has(n);
    chart.getElementById(String(n)).toggleClass("off", row.hidden);
  });
  chart.endBatch();
  document.getElementById("count").textContent = count;
}

const container = document.getElementById("chart");
if (container && window.cytoscape) {
  document.getElementById("charted").hidden = false;
  const chart = draw(container);
  const closer = document.getElementById("closer");
  closer.hidden = false;
  closer.addEventListener("click", ({ target }) => {
    const by = Number(target.dataset.zoom);
    const middle = { x: container.clientWidth / 2, y: container.clientHeight / 2 };
    if (by) chart.zoom({ level: chart.zoom() * by, renderedPosition: middle });
    else if (target.dataset.zoom === "") showAll(chart);
  });
  document.getElementById("show-more")?.addEventListener("click", (event) => {
    event.preventDefault();
    showAllRows();
    document.querySelector("#more a").focus();
  });
  const slider = document.getElementById("slider");
  const range = document.getElementById("day");
  const days = range.dataset.days.split(" ");
  slider.hidden = days.length < 2;
  range.addEventListener("input", () => {
    const day = days[Number(range.value)];
    document.getElementById("day-said").textContent = day;
    range.setAttribute("aria-valuetext", day);
    showAllRows();
    upTo(day, chart);
  });
}
