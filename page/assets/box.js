// The mailbox as it is, beside what each lane has been told of it.

import { byId, el, fill, plural } from "./dom.js";
import { columnOf, shownLanes } from "./lanes.js";
import * as story from "./story.js";

const tables = new Map(); // by owner and name of the mailbox, what is drawn

let due = false;

// soon draws once for all that happens before the next frame.
function soon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

/** Draws the state of now, or that of the chosen line. */
function draw() {
  const then = story.chosen;
  const state = then ? then.state : story.now;
  byId("then").hidden = then === null;
  if (then) byId("then-text").textContent = then.state ? `As it was after line ${then.id}.` : `What was after line ${then.id} is forgotten.`;
  const boxes = state?.boxes ?? [];
  byId("box-none").hidden = boxes.length > 0;
  const order = shownLanes().map((l) => l.id);
  const keys = boxes.map((box) => {
    const lanes = state.lanes.filter((l) => l.user === box.user && l.mailbox === box.name && columnOf(l.lane));
    lanes.sort((a, b) => order.indexOf(a.lane) - order.indexOf(b.lane));
    const key = JSON.stringify([box.user, box.name]);
    if (!tables.has(key)) tables.set(key, new Table());
    tables.get(key).draw(box, lanes, boxes.length > 1);
    return key;
  });
  for (const key of tables.keys()) {
    if (!keys.includes(key)) tables.delete(key);
  }
  const wanted = keys.map((key) => tables.get(key).element);
  if (wanted.length !== byId("boxes").children.length || wanted.some((e, n) => byId("boxes").children[n] !== e)) fill(byId("boxes"), ...wanted);
}

for (const event of ["state", "chosen", "room", "anew"]) story.on(event, soon);
byId("back-to-now").addEventListener("click", () => story.choose(null));

/** A table of one mailbox, of which only rows that have changed are drawn anew. */
class Table {
  constructor() {
    this.caption = el("caption", { class: "small soft" });
    this.head = el("thead");
    this.body = el("tbody");
    this.element = el("table", { class: "box" }, this.caption, this.head, this.body);
    this.rows = new Map(); // UID → what it shows, and its element
  }

  draw(box, lanes, named) {
    fill(this.caption, named ? `${box.user} · ` : null, el("b", { text: box.name }),
      ` · ${plural(box.total, "message")} · UIDVALIDITY ${box.uidValidity} · UIDNEXT ${box.uidNext} · HIGHESTMODSEQ ${box.modSeq}`);
    fill(this.head, el("tr", {}, el("th", { scope: "col", text: "UID" }), el("th", { scope: "col", text: "as it is" }), ...lanes.map(laneHead)));
    const columns = JSON.stringify(lanes.map((l) => [l.lane, columnOf(l.lane)]));
    const rows = new Map();
    for (const row of rowsOf(box, lanes)) {
      const shows = JSON.stringify(row) + columns;
      const before = this.rows.get(row.uid);
      if (before?.shows === shows) {
        rows.set(row.uid, before);
        continue;
      }
      const element = rowElement(row, lanes);
      before?.element.replaceWith(element);
      rows.set(row.uid, { shows, element });
    }
    this.rows = rows;
    const wanted = [...rows.values()].map((r) => r.element);
    if (wanted.length !== this.body.children.length || wanted.some((e, n) => this.body.children[n] !== e)) fill(this.body, ...wanted);
  }
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
