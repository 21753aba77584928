// A photograph or a file is hashed here, on the device: what goes on the record is its SHA-256, and not the file.
export function hashFiles() {
  document.addEventListener("change", async (event) => {
    const chosen = event.target.closest("[data-hash-into]");
    if (!chosen?.files.length || !crypto.subtle) return;
    const digest = await crypto.subtle.digest("SHA-256", await chosen.files[0].arrayBuffer());
    const field = document.getElementById(chosen.dataset.hashInto);
    field.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
