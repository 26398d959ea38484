// The faults: the catalogue with its search, and what is on.

import { ask, post, remove } from "./api.js";
import { attempt, byId, el, fill, plural, tell } from "./dom.js";
import * as story from "./story.js";
import { facts } from "./why.js";

let catalogue = null;

story.on("room", (room) => {
  byId("armed-count").textContent = room.faults.length ? `${room.faults.length} on` : "";
  fill(byId("armed"), ...room.faults.map((fault) => el("li", {},
    el("code", { class: "wire", text: fault.line }),
    el("button", {
      type: "button", text: "Switch off", "aria-label": `Switch off ${fault.line}`,
      onclick: () => attempt(() => remove(`faults/${fault.id}`)),
    }))));
});

// The catalogue is asked for when the panel is opened first.
byId("faults").addEventListener("toggle", () => attempt(async () => {
  catalogue ??= await ask("GET", "/catalogue");
  search();
}));
byId("fault-search").addEventListener("input", search);

function search() {
  if (!catalogue) return;
  const words = byId("fault-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = catalogue.filter((k) => {
    const text = `${k.kind} ${k.story} ${k.rule} ${k.source} ${k.shows ?? ""}`.toLowerCase();
    return words.every((w) => text.includes(w));
  });
  byId("fault-count").textContent = `${plural(found.length, "fault")} of ${catalogue.length}`;
  fill(byId("catalogue"), ...found.map(entry));
}

function entry(kind) {
  return el("li", {}, el("details", {},
    el("summary", {}, el("code", { class: "wire", text: kind.kind }), kind.shows ? el("span", { class: "soft small", text: ` ${kind.shows}` }) : null),
    el("div", {},
      el("p", { text: kind.story }), facts(kind),
      kind.params.length ? el("p", { class: "soft small", text: "Parameters: " + kind.params.map((p) => `${p.name}=${p.default} (${p.help})`).join("; ") }) : null,
      el("button", { type: "button", text: "Switch on", "aria-label": `Switch on ${kind.kind}`, onclick: () => arm(kind.kind) }),
      " ",
      el("button", { type: "button", class: "quiet", text: "Write it out", onclick: () => { byId("fault-line").value = kind.kind; byId("fault-line").focus(); } }))));
}

const arm = (line) => attempt(async () => {
  await post("faults", { Line: line });
  tell(`${line} is on: the next command may show it.`);
});

byId("fault-form").addEventListener("submit", (e) => {
  e.preventDefault();
  const line = byId("fault-line").value.trim();
  if (line) arm(line);
});
