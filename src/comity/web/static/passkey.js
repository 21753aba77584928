// Sign in by a passkey: the authenticator answers a challenge of the node (W3C Web Authentication).
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function signIn(form) {
  const options = await (await fetch("/v1/sign-in/passkey/options", { method: "POST" })).json();
  options.challenge = bytes(options.challenge);
  for (const each of options.allowCredentials ?? []) each.id = bytes(each.id);
  const found = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  const response = { authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature) };
  if (userHandle) response.userHandle = text(userHandle);
  return fetch("/sign-in/passkey", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      banner: form.dataset.digest,
      purpose: form.elements.purpose.value,
      credential: { id: found.id, rawId: text(found.rawId), type: found.type, response },
    }),
  });
}

export function offerPasskey() {
  const button = document.querySelector("[data-passkey]");
  button?.addEventListener("click", async () => {
    const form = button.closest("form");
    const said = form.querySelector("[data-passkey-said]");
    if (!form.elements.acknowledged.checked) {
      form.elements.acknowledged.focus();
      return;
    }
    try {
      const answer = await signIn(form);
      if (answer.ok) location.href = form.dataset.then;
      else said.textContent = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".usa-alert__text").textContent;
    } catch (wrong) {
      said.textContent = wrong.message;
    }
  });
}
