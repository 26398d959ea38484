// Back and forth in time: steps, snapshots, reset.

import { post } from "./api.js";
import { attempt, byId, el, fill, plural, tell } from "./dom.js";
import * as story from "./story.js";

story.on("room", (room) => {
  byId("back").disabled = room.steps === 0;
  byId("back").title = room.steps ? `${plural(room.steps, "step")} can be taken back` : "Nothing was done yet";
  fill(byId("marks"), ...room.marks.map((mark) => el("button", {
    type: "button", text: `Back to ${mark.time} (after ${plural(mark.steps, "step")})`,
    onclick: () => goBack(`snapshots/${mark.id}`, `As it was at ${mark.time}.`),
  })));
});

// What real clients have open ends when the room is put back.
function mayEnd() {
  const clients = story.room.lanes.filter((l) => !l.own && !l.ended).length;
  return clients === 0 || window.confirm(`This ends the session of ${plural(clients, "client")}. Go on?`);
}

function goBack(path, done) {
  if (!mayEnd()) return;
  story.choose(null);
  byId("snapshots").open = false;
  attempt(async () => {
    await post(path);
    tell(done);
  });
}

byId("back").addEventListener("click", () => goBack("back", "One step back: all that came before it has been done again."));
byId("reset").addEventListener("click", () => goBack("reset", "All is as it was at first."));
byId("snapshot").addEventListener("click", () => attempt(async () => {
  await post("snapshots");
  tell("A snapshot is taken: the menu leads back to it.");
}));

// A menu closes when something else is wanted.
document.addEventListener("click", (e) => {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(e.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  for (const menu of document.querySelectorAll(".menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
