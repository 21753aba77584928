// A map and a timeline of the incidents in the list. Both are made of the rows, and both hide rows: what is on the map,
// in the bars and in the list is the same set.
const DAY = 86400;
const BARS = 60;
const SVG = "http://www.w3.org/2000/svg";

const rows = [...document.querySelectorAll("#incidents tbody tr")].map((row) => ({
  row,
  at: row.dataset.at === undefined ? null : Number(row.dataset.at),
  spot: row.dataset.north === undefined ? null : [Number(row.dataset.north), Number(row.dataset.east)],
}));
const [from, to, within] = ["from", "to", "within"].map((id) => document.getElementById(id));
const dated = rows.filter(({ at }) => at !== null).map(({ at }) => Math.floor(at / DAY));
const first = Math.min(...dated);
const last = Math.max(...dated);
let map = null;
const dots = new Map();

const dayOf = (value) => new Date((first + Number(value)) * DAY * 1000).toISOString().slice(0, 10);

function chosen() {
  const [low, high] = [Number(from.value), Number(to.value)].map((value) => first + value);
  return { since: Math.min(low, high), until: Math.max(low, high) };
}

const whole = ({ since, until }) => since === first && until === last;

function inTime({ at }, span) {
  return at === null ? whole(span) : Math.floor(at / DAY) >= span.since && Math.floor(at / DAY) <= span.until;
}

function inPlace({ spot }) {
  return !within.checked || (spot !== null && map.getBounds().contains(spot));
}

// The bars count what the map lets through, at all times; those of the chosen time are the dark ones.
function drawBars(span) {
  const bars = document.getElementById("bars");
  const days = Math.max(1, Math.ceil((last - first + 1) / BARS));
  const counts = new Array(Math.ceil((last - first + 1) / days)).fill(0);
  for (const each of rows) if (each.at !== null && inPlace(each)) counts[Math.floor((Math.floor(each.at / DAY) - first) / days)] += 1;
  const most = Math.max(1, ...counts);
  bars.replaceChildren(...counts.map((count, n) => {
    const bar = document.createElementNS(SVG, "rect");
    const [begins, ends] = [first + n * days, first + (n + 1) * days - 1];
    const size = { x: (600 / counts.length) * n, width: 600 / counts.length - 1, y: 100 - (100 * count) / most, height: (100 * count) / most };
    for (const [name, value] of Object.entries(size)) bar.setAttribute(name, value);
    if (ends >= span.since && begins <= span.until) bar.setAttribute("class", "cm-in");
    return bar;
  }));
}

function show() {
  const span = chosen();
  let count = 0;
  let unplaced = 0;
  for (const each of rows) {
    const shown = inTime(each, span) && inPlace(each);
    each.row.hidden = !shown;
    const dot = dots.get(each);
    if (dot) inTime(each, span) ? dot.addTo(map) : dot.remove();
    count += shown;
    unplaced += shown && each.spot === null;
  }
  document.getElementById("count").textContent = count;
  document.getElementById("unplaced").hidden = unplaced === 0;
  document.getElementById("unplaced-count").textContent = unplaced;
  for (const input of [from, to]) {
    document.getElementById(`${input.id}-said`).textContent = dayOf(input.value);
    input.setAttribute("aria-valuetext", dayOf(input.value));
  }
  drawBars(span);
}

function drawMap() {
  const container = document.getElementById("map");
  // Its own buttons speak English only; and the wheel scrolls the page, as everywhere.
  map = window.L.map(container, { attributionControl: false, zoomControl: false, scrollWheelZoom: false });
  const placed = rows.filter(({ spot }) => spot !== null);
  const all = placed.length ? placed.map(({ spot }) => spot) : [[-60, -170], [75, 170]];
  const showAll = () => map.fitBounds(all, { padding: [16, 16], animate: false });
  showAll();
  document.getElementById("closer").addEventListener("click", ({ target }) => {
    if (target.dataset.zoom === "") showAll();
    else if (target.dataset.zoom) map.setZoom(map.getZoom() + Number(target.dataset.zoom), { animate: false });
  });
  for (const each of placed) {
    const dot = window.L.circleMarker(each.spot, { radius: 6, className: "cm-dot", bubblingMouseEvents: false });
    const link = each.row.querySelector("a");
    // An element, and no text: Leaflet would read a text as HTML.
    const said = document.createElement("span");
    said.textContent = link.textContent;
    dot.bindTooltip(said);
    dot.on("click", () => link.focus());
    dots.set(each, dot);
  }
  map.on("moveend", () => { if (within.checked) show(); });
}

if (rows.length && dated.length && window.L) {
  document.getElementById("brushes").hidden = false;
  from.max = to.max = last - first;
  to.value = last - first;
  drawMap();
  for (const input of [from, to, within]) input.addEventListener("input", show);
  show();
  document.getElementById("map").dataset.drawn = "true";
}
