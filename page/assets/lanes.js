// The lanes: what was said, one row for each line, one column for each lane.

import { get, post, remove } from "./api.js";
import { attempt, byId, el, fill, heard, plural, tell } from "./dom.js";
import { Entry } from "./entry.js";
import { kindOf } from "./kinds.js";
import * as story from "./story.js";

const mostShown = 6; // lanes side by side
const mostRows = 1000; // more would make the browser slow

const transcript = byId("transcript");
const heads = byId("heads");
const rows = byId("rows");
const entries = byId("entries");
const pick = byId("pick");

const hidden = new Set(); // lanes that the reader has put away
const entryOf = new Map(); // lane → Entry
let shown = []; // lanes, in the order of their columns
let picked = 0; // the lane whose entry a phone shows
let drawn = ""; // what the heads show

/** Which column a lane has, from 1; 0 if it is not shown. */
export const columnOf = (id) => shown.findIndex((l) => l.id === id) + 1;

/** Puts the cursor into the entry of the first lane. */
export const focusFirst = () => entryOf.values().next().value?.focus();

/** The lanes that are shown. */
export const shownLanes = () => shown;

story.on("anew", () => {
  fill(rows);
  hidden.clear();
  for (const entry of entryOf.values()) entry.element.remove();
  entryOf.clear();
  [shown, drawn] = [[], ""];
});

story.on("room", (room) => {
  // What is open comes first, what was opened last is rather shown.
  const wanted = room.lanes.filter((l) => !hidden.has(l.id) && !(l.ended && l.last < room.begins));
  const keep = new Set([...wanted].sort((a, b) => (a.ended - b.ended) || (b.id - a.id)).slice(0, mostShown).map((l) => l.id));
  shown = wanted.filter((l) => keep.has(l.id));
  byId("intro").hidden = shown.length > 0;
  transcript.hidden = shown.length === 0;
  byId("lanes").style.setProperty("--lanes", String(Math.max(1, shown.length)));
  if (!shown.some((l) => l.id === picked)) picked = shown.find((l) => l.own && !l.ended)?.id ?? 0;
  drawHeads();
  drawEntries();
  drawOthers(room.lanes.filter((l) => !keep.has(l.id) && (hidden.has(l.id) || !l.ended)));
  fold(room.begins);
});

function drawHeads() {
  const draw = JSON.stringify(shown);
  if (draw === drawn) return;
  const columns = drawn === "" ? "" : JSON.parse(drawn).map((l) => l.id).join();
  drawn = draw;
  fill(heads, el("div"), ...shown.map(head));
  if (columns !== shown.map((l) => l.id).join()) {
    for (const row of rows.children) place(row);
  }
}

function head(lane, i) {
  const where = lane.ended ? "ended" : lane.mailbox ? `${lane.mailbox}${lane.readOnly ? " (read-only)" : ""}` : "no mailbox selected";
  return el("div", { class: `head c${i + 1}${lane.ended ? " ended" : ""}` },
    el("div", {}, el("span", { class: "name", text: lane.name }),
      lane.own ? null : el("span", { class: "small soft", text: "a client" }),
      el("button", {
        class: "quiet close", type: "button", title: lane.own && !lane.ended ? "Hang up" : "Put away",
        "aria-label": `${lane.own && !lane.ended ? "Hang up" : "Put away"} ${lane.name}`, onclick: () => close(lane), text: "×",
      })),
    el("div", { class: "small soft" }, `${lane.user ? `${lane.user} · ` : ""}${where}${lane.idle ? " · idling" : ""}`));
}

async function close(lane) {
  if (lane.own && !lane.ended) {
    await attempt(() => remove(`lanes/${lane.id}`));
    return;
  }
  hidden.add(lane.id);
  story.happen("room", story.room);
}

function drawEntries() {
  const open = shown.filter((l) => l.own && !l.ended);
  for (const [id, entry] of entryOf) {
    if (!open.some((l) => l.id === id)) {
      entry.element.remove();
      entryOf.delete(id);
    }
  }
  if (!entries.firstChild) entries.append(el("div"));
  for (const lane of open) {
    let entry = entryOf.get(lane.id);
    if (!entry) {
      entry = new Entry(lane, send);
      entryOf.set(lane.id, entry);
      entries.append(entry.element);
    }
    const column = columnOf(lane.id);
    entry.element.className = `entry c${column}${lane.id === picked ? " picked" : ""}`;
    entry.element.style.gridColumn = String(column + 1);
    entry.update(lane);
  }
  fill(pick, ...open.map((lane) => el("button", {
    type: "button", class: `c${columnOf(lane.id)}`, "aria-pressed": String(lane.id === picked), text: lane.name,
    onclick: () => { picked = lane.id; drawEntries(); entryOf.get(picked).focus(); },
  })));
}

async function send(lane, text) {
  tell("");
  story.choose(null);
  atEnd = true;
  const raw = text.match(/^raw:\r\n/);
  await post(`lanes/${lane.id}/send`, raw ? { text: text.slice(raw[0].length), raw: true } : { text });
}

function drawOthers(others) {
  byId("others").hidden = others.length === 0;
  fill(byId("others"), ...others.map((lane) => el("button", {
    type: "button", text: `Show ${lane.name}`, onclick: () => { hidden.delete(lane.id); story.happen("room", story.room); },
  })));
}

// A reader who has scrolled up stays where he is.
let atEnd = true;
transcript.addEventListener("scroll", () => {
  atEnd = transcript.scrollHeight - transcript.scrollTop - transcript.clientHeight < 40;
});

story.on("lines", (fresh) => {
  rows.append(...fresh.map(row));
  while (rows.children.length > mostRows) rows.firstChild.remove();
  for (const line of fresh) {
    for (const broken of line.broken ?? []) prove(broken);
  }
  if (atEnd && !story.chosen) transcript.scrollTop = transcript.scrollHeight;
});

function row(line) {
  const [sign, word] = kindOf(line);
  const name = line.lane === 0 ? "" : story.lane(line.lane).name;
  const says = line.who === "client" ? "sends" : line.who === "server" ? `hears, ${word}` : "";
  const button = el("button", {
    type: "button", class: `line ${line.who} kind-${line.kind}`, tabindex: rows.children.length ? "-1" : "0",
    "aria-pressed": "false", onclick: () => choose(line.id),
  },
  el("span", { class: "lane-badge", "aria-hidden": "true", text: name }),
  el("span", { class: "mark", "aria-hidden": "true", text: sign }),
  heard(name ? `${name} ${says}: ` : ""),
  el("span", { class: "what wire" }, line.text,
    line.faults?.length ? el("span", { class: "badge fault", text: "⚠ fault" }) : null,
    line.broken?.length ? el("span", { class: "badge broken", text: `✗ ${plural(line.broken.length, "rule")} broken` }) : null));
  const r = el("div", { class: "row", "data-id": line.id, "data-lane": line.lane },
    el("span", { class: "number", "aria-hidden": "true", text: line.id }), button);
  place(r);
  return r;
}

// What is shown of the end stays in sight when the room for it changes.
new ResizeObserver(() => {
  if (atEnd && !story.chosen) transcript.scrollTop = transcript.scrollHeight;
}).observe(transcript);

// place puts a row into the column of its lane.
function place(r) {
  const lane = Number(r.dataset.lane); // 0 for a note that is about none
  const column = columnOf(lane);
  r.hidden = lane !== 0 && column === 0 || Number(r.dataset.id) < story.room.begins && !r.dataset.unfolded;
  r.lastChild.style.gridColumn = lane === 0 ? "2 / -1" : String(column + 1);
  for (let i = 1; i <= mostShown; i++) r.classList.toggle(`c${i}`, i === column);
}

const rowOf = (id) => rows.querySelector(`[data-id="${Number(id)}"]`);

// prove lights up the lines that prove a broken rule.
function prove(broken) {
  for (const id of broken.lines) rowOf(id)?.lastChild.classList.add("proof");
  tell(`Rule broken: ${broken.rule}. Choose a line that is lit to see why.`);
}

// fold puts away what was said before the room was put back.
function fold(begins) {
  let away = 0;
  for (const r of rows.children) {
    if (Number(r.dataset.id) >= begins) break;
    if (!r.dataset.unfolded) {
      r.hidden = true;
      away++;
    }
  }
  const earlier = byId("earlier");
  earlier.hidden = away === 0;
  earlier.textContent = `Show ${plural(away, "line")} from before`;
}

byId("earlier").addEventListener("click", () => {
  for (const r of rows.children) {
    if (Number(r.dataset.id) >= story.room.begins) break;
    r.dataset.unfolded = "yes";
    place(r);
  }
  byId("earlier").hidden = true;
});

async function choose(id) {
  if (story.chosen?.id === id) {
    story.choose(null);
    return;
  }
  const told = await attempt(() => get(`lines/${id}`));
  if (told) story.choose(told);
}

story.on("chosen", (line) => {
  byId("talk").classList.toggle("past", line !== null);
  for (const b of rows.querySelectorAll("[aria-pressed=true]")) b.setAttribute("aria-pressed", "false");
  const b = line && rowOf(line.id)?.lastChild;
  b?.setAttribute("aria-pressed", "true");
});

// One tab stop for all lines; arrows go from line to line.
rows.addEventListener("keydown", (e) => {
  if (e.key === "Escape") story.choose(null);
  const all = [...rows.querySelectorAll(".row:not([hidden]) > .line")];
  const i = all.indexOf(document.activeElement);
  const to = { ArrowUp: i - 1, ArrowDown: i + 1, Home: 0, End: all.length - 1 }[e.key];
  if (i < 0 || to === undefined || !all[to]) return;
  e.preventDefault();
  all[to].focus();
});
rows.addEventListener("focusin", (e) => {
  for (const b of rows.querySelectorAll('.line[tabindex="0"]')) b.tabIndex = -1;
  if (e.target.classList.contains("line")) e.target.tabIndex = 0;
});

// Alt and a digit lead to the entry of a lane.
document.addEventListener("keydown", (e) => {
  if (!e.altKey || !/^[1-6]$/.test(e.key)) return;
  const entry = entryOf.get(shown[Number(e.key) - 1]?.id);
  if (!entry) return;
  e.preventDefault();
  picked = entry.lane.id;
  drawEntries();
  entry.focus();
});
