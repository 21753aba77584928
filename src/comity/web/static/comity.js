// What a page does by itself: keys, what happens meanwhile, drafts, choices, ways to sign in. Without it every page still works.
import { beChosen } from "./choices.js";
import { keepDrafts } from "./draft.js";
import { hashFiles } from "./hash.js";
import { takeKey } from "./key.js";
import { listenToKeys } from "./keys.js";
import { stayLive } from "./live.js";
import { offerJoining, offerPasskey } from "./passkey.js";
import { offerScanning } from "./scan.js";

listenToKeys();
stayLive();
keepDrafts();
beChosen();
hashFiles();
offerJoining();
offerPasskey();
offerScanning();
takeKey();
document.querySelector("[data-focus]")?.focus();
