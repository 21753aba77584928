// One stream a browser: the tab that holds the lock listens for all, and tells the others. A tab that holds a lock is not
// put to sleep, so that a board in the background goes on receiving.
const CHANNEL = "comity-live";
const LIVE = "[data-live-kinds], [data-live-id], [data-live-news]";

function concerns(element, entry, said) {
  const { liveKinds, liveId } = element.dataset;
  if (liveKinds) return liveKinds === "*" || liveKinds.split(" ").includes(entry.kind);
  // A part may be about several records: what is one of them, or refers to one, concerns it.
  return (liveId ?? "").split(" ").some((id) => id && (entry.id === id || said.includes(id)));
}

// The first entry shows at once; many that follow one another are one look.
const PAUSE = 150;
const rests = new Map();
function refresh(element) {
  if (rests.has(element)) {
    rests.set(element, true);
    return;
  }
  rests.set(element, false);
  htmx.trigger(element, "live");
  setTimeout(() => {
    const again = rests.get(element);
    rests.delete(element);
    if (again) refresh(element);
  }, PAUSE);
}

// Nothing moves under a finger: what arrives between pressing and letting go waits until the click was dealt out.
const AFTER_CLICK = 50;
const held = new Set();
let pressed = false;

function hold(event) {
  if (!pressed || !event.target.matches(LIVE)) return;
  event.preventDefault();
  held.add(event.target);
}

function letGo() {
  pressed = false;
  setTimeout(() => {
    for (const element of held) refresh(element);
    held.clear();
  }, AFTER_CLICK);
}

function keepStillUnderFingers() {
  addEventListener("pointerdown", (event) => { pressed = event.button === 0; }, true);
  addEventListener("pointerup", letGo, true);
  addEventListener("pointercancel", letGo, true);
  document.addEventListener("htmx:before:swap", hold);
}

function arrived(entry) {
  document.body.dataset.lastLive = entry.id;
  const said = JSON.stringify(entry.fields);
  for (const element of document.querySelectorAll("[data-live-kinds], [data-live-id]")) {
    if (concerns(element, entry, said)) refresh(element);
  }
}

// There is news for whoever reads; what it is, the page asks for.
function news() {
  for (const element of document.querySelectorAll("[data-live-news]")) refresh(element);
}

function listen(channel) {
  const source = new EventSource("/live");
  source.addEventListener("news", () => {
    channel.postMessage({ news: true });
    news();
  });
  source.addEventListener("entry", (event) => {
    const entry = JSON.parse(event.data);
    channel.postMessage(entry);
    arrived(entry);
  });
  source.addEventListener("open", () => { document.body.dataset.liveState = "open"; });
  source.addEventListener("ended", () => source.close());
  return new Promise(() => {});
}

export function stayLive() {
  if (!document.body.dataset.live) return;
  keepStillUnderFingers();
  const channel = new BroadcastChannel(`${CHANNEL}-${document.body.dataset.reader}`);
  channel.addEventListener("message", (event) => (event.data.news ? news() : arrived(event.data)));
  navigator.locks.request(`${CHANNEL}-${document.body.dataset.reader}`, () => listen(channel));
}
