// The mailbox as it is, beside what each lane has been told of it.

import { byId, el, fill, plural } from "./dom.js";
import { columnOf, shownLanes } from "./lanes.js";
import * as story from "./story.js";

let drawn = new Map(); // key of a row → [what it shows, its element]

/** Draws the state of now, or that of the chosen line. */
function draw() {
  const then = story.chosen;
  const state = then ? then.state : story.now;
  byId("then").hidden = then === null;
  if (then) byId("then-text").textContent = then.state ? `As it was after line ${then.id}.` : `What was after line ${then.id} is forgotten.`;
  const boxes = state?.boxes ?? [];
  byId("box-none").hidden = boxes.length > 0;
  const tables = byId("boxes");
  const kept = new Map();
  const sections = boxes.map((box) => section(box, state.lanes.filter((l) => l.user === box.user && l.mailbox === box.name && columnOf(l.lane)), kept, boxes.length > 1));
  drawn = kept;
  fill(tables, ...sections);
}

for (const event of ["state", "chosen", "room", "anew"]) story.on(event, draw);
byId("back-to-now").addEventListener("click", () => story.choose(null));

function section(box, lanes, kept, named) {
  const order = shownLanes().map((l) => l.id);
  lanes.sort((a, b) => order.indexOf(a.lane) - order.indexOf(b.lane));
  const rows = rowsOf(box, lanes);
  return el("table", { class: "box" },
    el("caption", { class: "small soft" },
      named ? `${box.user} · ` : null, el("b", { text: box.name }),
      ` · ${plural(box.total, "message")} · UIDVALIDITY ${box.uidValidity} · UIDNEXT ${box.uidNext} · HIGHESTMODSEQ ${box.modSeq}`),
    el("thead", {}, el("tr", {},
      el("th", { scope: "col", text: "UID" }), el("th", { scope: "col", text: "as it is" }),
      ...lanes.map(laneHead))),
    el("tbody", {}, ...rows.map((r) => keptRow(`${box.user}/${box.name}/${r.uid}`, r, lanes, kept))));
}

function laneHead(l) {
  const waits = l.waits - l.waiting.filter((w) => !concerns(w, l)).length;
  return el("th", { scope: "col", class: `lane c${columnOf(l.lane)}` }, story.lane(l.lane).name,
    el("span", { class: "small" }, `${l.exists} EXISTS · ${l.recent} RECENT`),
    el("span", { class: "small" }, waits ? `${plural(waits, "update")} waiting` : "nothing waits"));
}

// rowsOf joins what the mailbox has and what lanes have been told, by UID.
function rowsOf(box, lanes) {
  const rows = new Map();
  const row = (uid) => {
    if (!rows.has(uid)) rows.set(uid, { uid, message: null, told: {}, waits: {} });
    return rows.get(uid);
  };
  for (const m of box.messages) row(m.uid).message = m;
  for (const l of lanes) {
    for (const t of l.told) row(t.uid).told[l.lane] = t;
    for (const w of l.waiting) {
      if (w.uid && concerns(w, l)) (row(w.uid).waits[l.lane] ??= []).push(w.what);
    }
  }
  const all = [...rows.values()].sort((a, b) => a.uid - b.uid);
  return gap(all, box);
}

// A change of flags waits for nobody who knows the message as expunged.
function concerns(w, l) {
  return w.what !== "flags" || l.told.length < l.exists || l.told.some((t) => t.uid === w.uid) || l.waiting.some((o) => o.uid === w.uid && o.what === "appended");
}

// gap says where messages are left out.
function gap(all, box) {
  const left = box.total - box.messages.length;
  if (left <= 0) return all;
  const at = box.messages[Math.ceil(box.messages.length / 2) - 1].uid;
  const i = all.findIndex((r) => r.uid > at);
  return all.toSpliced(i < 0 ? all.length : i, 0, { uid: "gap", left });
}

function keptRow(key, row, lanes, kept) {
  const shows = JSON.stringify([row, lanes.map((l) => [l.lane, columnOf(l.lane)])]);
  const before = drawn.get(key);
  const element = before?.[0] === shows ? before[1] : rowElement(row, lanes);
  kept.set(key, [shows, element]);
  return element;
}

function rowElement(row, lanes) {
  if (row.uid === "gap") {
    return el("tr", { class: "skipped" }, el("td", { colspan: String(2 + lanes.length), text: `${plural(row.left, "message")} more` }));
  }
  const m = row.message;
  const gone = !m && lanes.some((l) => row.told[l.lane]?.gone);
  return el("tr", { class: gone ? "gone" : null },
    el("th", { scope: "row", class: "uid", text: row.uid }),
    el("td", {}, m ? flags(m.flags) : gone ? el("span", { class: "flag recent", text: "expunged" }) : null,
      m?.subject ? el("div", { class: "subject", title: m.subject, text: m.subject }) : null),
    ...lanes.map((l) => cell(row, l)));
}

function cell(row, l) {
  const t = row.told[l.lane];
  const waits = [...new Set(row.waits[l.lane] ?? [])];
  const differs = t?.flags.length && row.message && [...t.flags].sort().join() !== [...row.message.flags].sort().join();
  return el("td", { class: `lane c${columnOf(l.lane)}` },
    t ? el("span", { class: "seq" }, el("span", { class: "hidden-text", text: "number " }), String(t.seq)) : null,
    t ? el("span", { class: differs ? "differs" : null, title: differs ? "not as it is" : null }, " ", flags(t.flags, t.recent)) : null,
    ...waits.map((what) => el("span", { class: "waits", text: waiting[what] ?? `waits: ${what}` })));
}

const waiting = { appended: "waits: new", flags: "waits: flags", expunged: "waits: expunged", annotated: "waits: annotation" };

function flags(list, recent = false) {
  const all = el("span");
  for (const flag of list) all.append(el("span", { class: "flag wire", text: flag }));
  if (recent) all.append(el("span", { class: "flag recent wire", text: "\\Recent" }));
  return all;
}
