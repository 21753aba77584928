// A form that survives a dead zone: what is filled in is kept on this device under a key that no script can read out,
// for eight hours at most, and sent with the same Idempotency-Key as soon as there is a connection again.
const HOURS = 8;
const DATABASE = "comity-drafts";
const SENT = "comity-sent";
const PATIENCE = 3000;

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function store(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const asked = act(database.transaction("kept", mode).objectStore("kept"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

async function key() {
  const kept = await store("readonly", (all) => all.get("key"));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await store("readwrite", (all) => all.put(made, "key"));
  return made;
}

async function keep(place, pairs) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(pairs));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await key(), text);
  await store("readwrite", (all) => all.put({ nonce, sealed, until: Date.now() + HOURS * 3600_000 }, place));
}

async function kept(place) {
  const found = await store("readonly", (all) => all.get(place));
  if (!found) return null;
  if (found.until < Date.now()) {
    await forget(place);
    return null;
  }
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: found.nonce }, await key(), found.sealed);
  return JSON.parse(new TextDecoder().decode(text));
}

const forget = (place) => store("readwrite", (all) => all.delete(place));
const pairsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
const placeOf = (form) => `${document.body.dataset.reader} ${location.pathname} ${form.elements.from?.value ?? ""}`;

// What is too old, or somebody else's, goes from this device whenever a page is opened.
async function sweep(reader) {
  const places = await store("readonly", (all) => all.getAllKeys());
  for (const place of places) {
    if (place === "key") continue;
    if (place.startsWith(`${reader} `)) await kept(place);
    else await forget(place);
  }
}

function fill(form, pairs) {
  for (const element of form.elements) {
    if (!element.name || element.type === "submit" || element.name === "from") continue;
    const values = pairs.filter(([name]) => name === element.name).map(([, value]) => value);
    if (!values.length) continue;
    if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value);
    else {
      // A record that was found by its name is no choice of a fresh list, and is kept all the same.
      if (element.options && ![...element.options].some((option) => option.value === values[0])) element.add(new Option(values[0], values[0]));
      element.value = values[0];
    }
  }
}

// A form that had grown, by a person who is new or by one more row, is asked for with room for all that was filled in.
function grow(form, pairs) {
  const had = new Set(pairs.map(([name, value]) => (name === "new" ? `new ${value}` : name)));
  const has = new Set(pairsOf(form).map(([name, value]) => (name === "new" ? `new ${value}` : name)));
  if ([...had].every((name) => has.has(name))) return false;
  const grown = document.createElement("form");
  grown.method = "post";
  grown.action = form.action;
  for (const [name, value] of [...pairs, ["do", "show"]]) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    grown.append(field);
  }
  document.body.append(grown);
  grown.submit();
  return true;
}

function say(form, what) {
  const place = form.querySelector("[data-draft-said]");
  if (place) place.textContent = what ? place.dataset[what] : "";
}

async function restore(form, place) {
  const before = await kept(place).catch(() => null);
  if (!before || !("fresh" in form.dataset) || grow(form, before)) return;
  fill(form, before);
  say(form, "restored");
}

// Whether the node is reached now: a browser that says it is online may stand in a dead zone all the same.
async function reached() {
  if (!navigator.onLine) return false;
  try {
    return (await fetch("/livez", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}

// The form is sent as any form is, once its node is reached; until then it waits here, with its key.
async function send(form, place, button) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  await keep(place, pairsOf(form)).catch(() => null);
  while (!(await reached())) {
    say(form, "waiting");
    await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE);
      addEventListener("online", resolve, { once: true });
    });
  }
  sessionStorage.setItem(SENT, place);
  form.dataset.sure = "yes";
  form.requestSubmit(button);
}

function watch(form, place) {
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(place, pairsOf(form)).then(() => say(form, "kept")), 500);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.dataset.sure || (event.submitter?.value ?? "record") !== "record") return;
    event.preventDefault();
    send(form, place, event.submitter ?? form.querySelector("button[value=record]"));
  });
}

// What was sent and entered is forgotten when the page of the new record says so, and no sooner.
async function forgetWhatIsEntered() {
  const place = sessionStorage.getItem(SENT);
  if (!place || !location.pathname.startsWith("/records/") || !location.search.includes("entered=")) return;
  await forget(place);
  sessionStorage.removeItem(SENT);
}

// One tab at a time keeps a form's draft: a second one of the same form is another entry, and begins empty.
function alone(place, then) {
  const free = navigator.locks.request(`draft ${place}`, { signal: AbortSignal.timeout(PATIENCE) }, async () => {
    await then();
    return new Promise(() => {});
  });
  free.catch(() => null);
}

export async function keepDrafts() {
  if (!window.isSecureContext || !crypto.subtle) return;
  // Whoever signs out leaves nothing on the device, whether or not the browser heeds Clear-Site-Data.
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => indexedDB.deleteDatabase(DATABASE));
  const { reader } = document.body.dataset;
  if (!reader) return;
  await forgetWhatIsEntered();
  await sweep(reader).catch(() => null);
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const place = placeOf(form);
  alone(place, async () => {
    watch(form, place);
    await restore(form, place);
  });
}
