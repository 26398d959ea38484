// The page of the server's room.

import { path, post } from "./api.js";
import "./desk.js";
import { attempt, byId } from "./dom.js";
import "./faults.js";
import { focusFirst } from "./lanes.js";
import "./mail.js";
import "./steps.js";
import * as story from "./story.js";

byId("add-lane").addEventListener("click", () => attempt(() => post("lanes", {})));
byId("begin").addEventListener("click", () => attempt(async () => {
  await post("begin");
  focusFirst();
}));

story.follow(path("stream"));
