// A form that survives a dead zone: what is filled in is kept on this device under a key that no script can read out,
// for eight hours at most, and sent with the same Idempotency-Key as soon as there is a connection again.
const HOURS = 8;
const DATABASE = "comity-drafts";

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
  return new Promise((resolve, reject) => {
    const asked = act(database.transaction("kept", mode).objectStore("kept"));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
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

function fill(form, pairs) {
  for (const element of form.elements) {
    if (!element.name || element.type === "submit" || element.name === "from") continue;
    const values = pairs.filter(([name]) => name === element.name).map(([, value]) => value);
    if (!values.length) continue;
    if (element.multiple) for (const option of element.options) option.selected = values.includes(option.value);
    else element.value = values[0];
  }
}

function say(form, what) {
  const place = form.querySelector("[data-draft-said]");
  if (place) place.textContent = what ? place.dataset[what] : "";
}

async function send(form, place) {
  const body = new URLSearchParams([...pairsOf(form), ["do", "record"]]);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.redirected || answer.status >= 400) await forget(place);
    if (answer.redirected) location.href = answer.url;
    else document.querySelector("main").replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main").childNodes);
  } catch {
    say(form, "waiting");
    await keep(place, pairsOf(form));
    addEventListener("online", () => send(form, place), { once: true });
  }
}

export async function keepDrafts() {
  const form = document.querySelector("form[data-draft]");
  if (!form || !window.isSecureContext || !crypto.subtle) return;
  const place = `${document.body.dataset.reader} ${location.pathname}${location.search}`;
  const before = await kept(place).catch(() => null);
  if (before && !document.querySelector("[data-focus]")) {
    fill(form, before);
    say(form, "restored");
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep(place, pairsOf(form)).then(() => say(form, "kept")), 500);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if ((event.submitter?.value ?? "record") !== "record") return;
    if (navigator.onLine) {
      forget(place);
      return;
    }
    event.preventDefault();
    send(form, place);
  });
}
