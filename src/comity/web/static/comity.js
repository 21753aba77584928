// What a page does by itself: keys, what happens meanwhile, drafts, choices, passkeys. Without it every page still works.
import { beChosen } from "./choices.js";
import { keepDrafts } from "./draft.js";
import { listenToKeys } from "./keys.js";
import { stayLive } from "./live.js";
import { offerPasskey } from "./passkey.js";

listenToKeys();
stayLive();
keepDrafts();
beChosen();
offerPasskey();
document.querySelector("[data-focus]")?.focus();
