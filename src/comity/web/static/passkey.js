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

async function join(form) {
  const elements = form.elements;
  const invitation = { member: elements.member.value.trim(), halves: [elements.first.value.trim(), elements.second.value.trim()] };
  const send = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const asked = await send("/v1/registration/passkey/options", invitation);
  if (!asked.ok) return asked;
  const options = await asked.json();
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  for (const each of options.excludeCredentials ?? []) each.id = bytes(each.id);
  const made = await navigator.credentials.create({ publicKey: options });
  const response = { attestationObject: text(made.response.attestationObject), clientDataJSON: text(made.response.clientDataJSON) };
  const credential = { id: made.id, rawId: text(made.rawId), type: made.type, response };
  return send("/v1/registration/passkey", { ...invitation, credential });
}

// Whoever was invited makes a passkey with both halves of the invitation.
export function offerJoining() {
  const button = document.querySelector("[data-join]");
  button?.addEventListener("click", async () => {
    const form = button.closest("form");
    const said = form.querySelector("[data-join-said]");
    if (!form.reportValidity()) return;
    try {
      const answer = await join(form);
      said.textContent = answer.ok ? button.dataset.done : (await answer.json()).detail;
    } catch (wrong) {
      said.textContent = wrong.message;
    }
  });
}
