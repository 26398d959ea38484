// Why a line was said: what it means, what a fault did to it, which rule it
// breaks.

import { byId, el, fill } from "./dom.js";
import { kindOf } from "./kinds.js";
import * as story from "./story.js";

const hint = "Choose a line to see what it means, and the state as it was after it.";

story.on("chosen", (line) => {
  if (!line) {
    fill(byId("why-body"), el("p", { class: "soft", text: hint }));
    return;
  }
  const who = line.lane ? story.lane(line.lane).name : "The room";
  const says = { client: "sends", server: "hears", note: "notes" }[line.who];
  fill(byId("why-body"),
    el("p", { class: "soft small", text: `Line ${line.id} at ${line.time}: ${who} ${says} (${kindOf(line)[1]})` }),
    el("code", { class: "wire", text: line.text }),
    el("p", {}, line.why || "Nothing more is known of it.", " ", cite(line.rfc)),
    ...(line.acted ?? []).map(acted), ...(line.proves ?? []).map(proven));
});

/** A section of an RFC, to be read where it stands. */
export function cite(rfc) {
  if (!rfc?.text) return null;
  return rfc.url ? el("a", { href: rfc.url, rel: "noreferrer", target: "_blank", text: rfc.text }) : el("span", { text: rfc.text });
}

function acted(fault) {
  const where = [fault.mailbox && `in ${fault.mailbox}`, fault.uid && `with UID ${fault.uid}`].filter(Boolean).join(", ");
  return el("section", { class: "cause" },
    el("h3", {}, el("span", { class: "word", text: "⚠ A fault acted" }), el("code", { class: "wire", text: fault.fault })),
    where ? el("p", { class: "soft small", text: `It acted ${where}.` }) : null,
    el("p", { text: fault.story }), facts(fault));
}

/** What a fault breaks, and what that costs. */
export function facts(fault) {
  return el("dl", {},
    el("dt", { text: "Rule" }), el("dd", { text: fault.rule }),
    ...(fault.costs ?? []).flatMap((c) => [el("dt", { text: "Costs" }), el("dd", {}, `${c.cost} `, el("span", { class: "soft" }, `(${c.rule}, `, cite(c.rfc), ")"))]),
    fault.source ? el("dt", { text: "Seen" }) : null, fault.source ? el("dd", { text: fault.source }) : null);
}

function proven(rule) {
  return el("section", { class: "cause broken" },
    el("h3", {}, el("span", { class: "word", text: rule.level === "legal" ? "A legal choice" : "✗ A rule is broken" }), el("code", { class: "wire", text: rule.rule })),
    el("p", {}, `${rule.summary} (${rule.level}, `, cite(rule.rfc), ")"),
    el("dl", {},
      el("dt", { text: "Seen" }), el("dd", { text: rule.seen }),
      el("dt", { text: "Costs" }), el("dd", { text: rule.cost }),
      el("dt", { text: "Lines" }), el("dd", { text: rule.lines.join(", ") })));
}
