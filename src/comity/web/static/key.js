// A link may carry a key behind its #, which a browser sends to nobody: it is put into its field, and leaves the address
// bar and the history. Whoever follows the link still reads the notice, accepts it and presses the button.
const MARK = "#key=";

export function takeKey() {
  const field = document.getElementById("f-token");
  if (!field || !location.hash.startsWith(MARK)) return;
  field.value = decodeURIComponent(location.hash.slice(MARK.length));
  history.replaceState(null, "", location.pathname + location.search);
  document.getElementById("f-acknowledged")?.focus();
}
