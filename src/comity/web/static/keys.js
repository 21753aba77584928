// Single keys, as people at desks ask for them; never while something is typed.
const typed = (target) => target.closest("input, textarea, select, [contenteditable]");

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function follow(selector, number = 0) {
  const found = document.querySelectorAll(selector)[number];
  if (found) found.click();
}

const KEYS = {
  "/": () => document.getElementById("find")?.focus(),
  "?": () => open("keys"),
  ":": () => open("commands"),
  n: () => follow("[data-key=n]"),
  h: () => follow("[data-key=h]"),
  g: () => { location.href = "/desk"; },
};

function pressed(event) {
  if (event.ctrlKey && event.key === "Enter") {
    const form = event.target.closest("form");
    if (form) form.requestSubmit(form.querySelector("button[value=record]") ?? undefined);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typed(event.target)) return;
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (/^[1-9]$/.test(event.key)) {
    follow("main [data-line]", Number(event.key) - 1);
  }
}

function ordered(event) {
  const said = event.target.elements.command.value.trim();
  if (!said) return;
  const known = [...document.querySelectorAll("#command-list option")].find((each) => each.value === said.toLowerCase());
  location.href = known ? known.dataset.to : `/search?q=${encodeURIComponent(said)}`;
}

export function listenToKeys() {
  if (!document.body.dataset.reader) return;
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
  });
  document.querySelector("[data-commands]")?.addEventListener("submit", ordered);
}
