// Delivers mail, as from outside.

import { post } from "./api.js";
import { attempt, byId, plural, tell } from "./dom.js";

byId("mail-form").addEventListener("submit", (e) => {
  e.preventDefault();
  const form = Object.fromEntries(new FormData(e.target));
  form.Count = Number(form.Count ?? 1);
  attempt(async () => {
    await post("mail", form);
    tell(`${plural(form.Count, "message")} delivered to ${form.Mailbox ?? "INBOX"}.`);
  });
});
