// What the page of a room and that of a lesson have in common.

import { byId, el, fill, tell } from "./dom.js";
import { kinds, legend } from "./kinds.js";
import * as story from "./story.js";
import "./box.js";
import "./lanes.js";
import "./why.js";

story.choose(null);
story.on("link", (up) => {
  if (!up) tell("The connection to the server is lost; trying again.", true);
  else if (byId("told").textContent.startsWith("The connection")) tell("");
});

const list = byId("legend");
if (list) {
  fill(list, ...legend.map((kind) => el("li", { class: `kind-${kind}` },
    el("span", { class: "mark", "aria-hidden": "true", text: kinds[kind][0] }), ` ${kinds[kind][1]}`)),
  el("li", {}, el("span", { class: "badge fault", text: "⚠ fault" }), " a fault touched it"),
  el("li", {}, el("span", { class: "badge broken", text: "✗ rule broken" }), " it proves that a rule is broken"));
}

// The lanes have what the bar leaves of the window.
const above = () => document.documentElement.style.setProperty("--above", `${document.querySelector(".desk").offsetTop}px`);
new ResizeObserver(above).observe(byId("told"));
new ResizeObserver(above).observe(document.querySelector(".bar"));
