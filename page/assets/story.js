// What the page knows: the lines, the lanes, and the state. Parts of the page
// listen to what changes.

const listeners = new Map();

/** Calls back at each event of that name: "lines", "room", "state", "chosen". */
export function on(name, callback) {
  if (!listeners.has(name)) listeners.set(name, []);
  listeners.get(name).push(callback);
}

/** Tells those who listen. */
export function happen(name, value) {
  for (const callback of listeners.get(name) ?? []) callback(value);
}

/** Lines by their number. */
export const lines = new Map();

/** Lanes, faults and what else there is, as the server told it last. */
export let room = { lanes: [], faults: [], begins: 1 };

/** The state as it is now. */
export let now = null;

/** The line that is chosen, with its explanation and the state as it was then;
 * null for now. */
export let chosen = null;

let last = 0;
let source = null;
let url = "";

/** Follows a room, from its beginning. */
export function follow(path) {
  source?.close();
  lines.clear();
  [last, now, chosen, url] = [0, null, null, path];
  happen("anew");
  connect();
}

// A browser opens only six connections to a server, for all its tabs: a tab that
// nobody sees lets go of its one.
function connect() {
  source?.close();
  source = new EventSource(`${url}?after=${last}`);
  source.addEventListener("lines", (e) => {
    const fresh = JSON.parse(e.data).filter((line) => line.id > last);
    for (const line of fresh) lines.set(line.id, line);
    last = fresh.at(-1)?.id ?? last;
    happen("lines", fresh);
  });
  source.addEventListener("room", (e) => { room = JSON.parse(e.data); happen("room", room); });
  source.addEventListener("state", (e) => { now = JSON.parse(e.data); happen("state", now); });
  source.addEventListener("anew", () => follow(url));
  source.addEventListener("open", () => happen("link", true));
  source.addEventListener("error", () => happen("link", false));
}
document.addEventListener("visibilitychange", () => {
  if (url === "") return;
  if (document.hidden) source.close();
  else connect();
});

/** Chooses a line, with what the server tells of it; null leads back to now. */
export function choose(line) {
  chosen = line;
  happen("chosen", line);
}

/** The lane of that number, or what is known of one that is forgotten. */
export const lane = (id) => room.lanes.find((l) => l.id === id) ?? { id, name: `connection ${id}`, ended: true };
