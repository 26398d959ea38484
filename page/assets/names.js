// The names of mailboxes, for completion.

import { get } from "./api.js";
import * as story from "./story.js";

let known = {}; // by user

/** The mailboxes of a user; INBOX is always there. */
export const mailboxes = (user) => (known[user]?.length ? known[user] : ["INBOX"]);

// They are asked for again when a command may have changed them.
let asking = false;
async function refresh() {
  if (asking) return;
  asking = true;
  try {
    known = await get("mailboxes");
  } catch {
    // Completion is a help, not a need: what is wrong shows elsewhere.
  } finally {
    asking = false;
  }
}
story.on("anew", () => { known = {}; });
story.on("lines", (fresh) => {
  if (fresh.some((line) => line.kind === "ok" && /^\S+ OK (?:\[|LOGIN|CREATE|DELETE|RENAME|AUTH)/i.test(line.text))) refresh();
});
