// The page of a lesson: its parts, one after the other, in a room of its own.

import { ask, enter, get, path, post } from "./api.js";
import "./desk.js";
import { attempt, byId, el, fill, plural, tell } from "./dom.js";
import { columnOf } from "./lanes.js";
import "./mail.js";
import { prose } from "./prose.js";
import * as story from "./story.js";
import { cite } from "./why.js";

const name = document.body.dataset.lesson;
const kept = `room of ${name}`; // where the tab remembers its room

let shown = -1; // index of the part that is shown
let drawn = ""; // what of it is shown

/** Begins the lesson anew, or goes on where this tab was. */
async function begin() {
  let room = sessionStorage.getItem(kept);
  if (room) {
    enter(room);
    try {
      const part = await get("lesson");
      story.follow(path("stream"));
      show(part);
      return;
    } catch (e) {
      if (e.status !== 404) throw e;
    }
  }
  ({ room } = await ask("POST", `/lessons/${encodeURIComponent(name)}`, {}));
  sessionStorage.setItem(kept, room);
  enter(room);
  fill(byId("past-parts"));
  [shown, drawn] = [-1, ""];
  story.follow(path("stream"));
  show(await get("lesson"));
}

byId("restart").addEventListener("click", () => {
  sessionStorage.removeItem(kept);
  attempt(begin);
});

/** Does a step of the lesson and shows what has become of the part. */
const step = (rest, body) => attempt(async () => {
  tell("");
  show(await post(`lesson/${rest}`, body));
});

function show(part) {
  byId("progress").max = part.of;
  byId("progress").value = part.index;
  const draw = JSON.stringify(part);
  if (draw === drawn) return;
  drawn = draw;
  const fresh = part.index !== shown;
  const inside = byId("part").contains(document.activeElement);
  if (fresh && shown >= 0) keep();
  shown = part.index;
  fill(byId("part"), ...(part.over ? end() : contents(part)));
  // Who goes by keyboard is led on: to a new text, or to what can be done next.
  if (fresh) {
    byId("lesson").scrollTop = byId("part").offsetTop - 8;
    if (inside) byId("part").firstChild.focus({ preventScroll: true });
  } else if (inside) {
    (byId("part").querySelector("button.main") ?? byId("part").querySelector("button, input, a"))?.focus({ preventScroll: true });
  }
}

// keep puts the text of a part that is done above the one that comes; a question
// may have none.
function keep() {
  const done = el("div", { class: "past-part" });
  for (const e of byId("part").querySelectorAll(":scope > .text:not(:empty)")) {
    e.removeAttribute("tabindex");
    done.append(e);
  }
  if (done.firstChild) byId("past-parts").append(done);
}

function end() {
  const next = document.getElementById("next-lesson");
  return [
    el("h2", { tabindex: "-1", text: "Done" }),
    el("p", { text: "That was the whole lesson. You may go on trying things in the lanes." }),
    el("div", { class: "ahead" }, next ? next.content.cloneNode(true) : null, el("a", { class: "button", href: "/lessons", text: "All lessons" })),
  ];
}

function contents(part) {
  const heading = part.section && part.section !== lastSection() ? el("h2", { text: part.section, "data-section": part.section }) : null;
  return [
    el("div", { class: "text", tabindex: "-1" }, heading, ...prose(part.text)),
    ...({ play, predict, task, find }[part.kind]?.(part) ?? []),
    el("div", { class: "ahead" },
      part.ready || part.kind === "read" ? button("Go on", () => step("next"), "main") : null,
      part.index > 0 && part.kind !== "find" ? button("This part again", () => step("again")) : null),
  ];
}

const lastSection = () => [...byId("past-parts").querySelectorAll("[data-section]")].at(-1)?.dataset.section;

const button = (text, onclick, kind) => el("button", { type: "button", class: kind, text, onclick });

function says(lines) {
  return el("ul", { class: "says" }, ...lines.map((line) => {
    const lane = story.room.lanes.find((l) => l.name === line.lane && !l.ended);
    return el("li", { class: lane ? `c${columnOf(lane.id)}` : null },
      el("b", { text: line.lane || "Mail" }), el("span", { class: "wire", text: line.text.replace(/\r?\n/g, "⏎") }),
      line.sent ? el("span", { class: "sent", text: "✓ sent" }) : null);
  }));
}

function play(part) {
  const waiting = part.lines.find((line) => !line.sent);
  return [
    says(part.lines),
    waiting ? el("div", { class: "ahead" },
      button(waiting.lane ? `Send as ${waiting.lane}` : "Deliver it", () => step("play"), "main")) : null,
    waiting ? el("p", { class: "soft small", text: "Or type it yourself in the lane." }) : null,
  ];
}

function predict(part) {
  if (!part.choices.some((c) => c.taken)) {
    return [
      el("h3", { text: "What do you think?" }),
      el("div", { role: "group", "aria-label": "Answers" }, ...part.choices.map((choice, i) => el("button", {
        type: "button", class: "choice", onclick: async () => {
          await step("answer", { Choice: i });
          tell(byId("part").querySelector(".choice.wrong") ? "Not so: the answer is in the lesson." : "Right.");
        },
      }, el("span", {}, ...inline(choice.text))))),
    ];
  }
  return part.choices.map((choice) => el("div", { class: `choice ${choice.right ? "right" : choice.taken ? "wrong" : ""}` },
    el("span", { class: "verdict", text: choice.right ? (choice.taken ? "✓ Right: " : "✓ This is right: ") : choice.taken ? "✗ Not so: " : "" }),
    ...inline(choice.text), ...(choice.right || choice.taken ? prose(choice.why) : [])));
}

// inline is prose within a line.
const inline = (text) => prose(text).flatMap((e, i) => [i ? " " : null, ...e.childNodes]).filter(Boolean);

function task(part) {
  return [
    el("h3", { text: part.ready ? "✓ It is done" : "Your task" }),
    el("ul", { class: "conditions" }, ...part.marks.map((m) => el("li", { class: m.met ? "met" : null },
      el("span", { class: "hidden-text", text: m.met ? "met: " : "not yet: " }), m.text,
      m.met || !m.missing ? null : el("div", { class: "soft small", text: m.missing })))),
    part.solved ? el("div", {}, el("h3", { text: "This is how" }), says(part.solved)) : null,
    part.ready ? null : el("div", { class: "ahead" }, button("Show me", () => step("solve"))),
  ];
}

function find(part) {
  if (part.grade) return [grade(part.grade)];
  const form = el("form", {
    onsubmit: (e) => {
      e.preventDefault();
      const named = form.querySelector("input:checked");
      if (named) step("name", { Column: named.dataset.column, Cell: named.value });
      else tell("Choose a cell of the table first.", true);
    },
  }, byId("columns").content.cloneNode(true), el("button", { type: "submit", class: "main", text: "This is the fault" }));
  return [
    part.left === undefined ? null : el("p", { role: "status" }, el("b", { text: plural(part.left, "command") }), " may still be sent."),
    el("details", { open: part.left === 0 || undefined }, el("summary", { text: "Name the fault" }), form),
  ];
}

function grade(g) {
  return el("div", {},
    el("div", { class: `verdict-box ${g.right ? "" : "wrong"}` },
      el("b", { text: g.right ? "✓ Right." : g.near ? "✗ The right column, but another cell." : "✗ It is another one." }), ` You said ${g.named}.`),
    el("p", {}, "The fault was ", el("code", { text: g.kind }), ": ", g.cells.map((c) => `${c.column}: ${c.cell}`).join("; "), "."),
    el("p", { text: g.story }), g.why ? el("p", { text: `Why this cell: ${g.why}.` }) : null,
    ...g.costs.map((c) => el("p", { class: "small" }, `It costs: ${c.cost} (${c.rule}, `, cite(c.rfc), ")")),
    el("p", { class: "soft small", text: g.source }));
}

// What is typed in the lanes may do what the part asks for.
let asking = null;
story.on("lines", () => {
  if (shown < 0) return;
  clearTimeout(asking);
  asking = setTimeout(() => attempt(async () => {
    const part = await get("lesson");
    if (part.index === shown && !byId("part").querySelector("details[open] input:checked")) show(part);
  }), 150);
});

attempt(begin);
